"""How the bytes of a text become letters: byte order marks, UTF-8, UTF-16, old code pages.

An old code page is told by what its letters would be: each candidate is read, and every letter
that is no ASCII is held against the alphabets in which that page was used. The desk's region and
the header's words settle what two pages would spell alike. Bytes that are no UTF-8 are read as
the page one by one, wherever they turn up: text in a single-byte page that happens to be
well-formed UTF-8 is gibberish in practice, so one decoder serves files glued together from both.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.header_words import languages_of

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file.

    Attributes:
        label: the name to show to the user.
        codec: Python's name of the codec.
        errors: Python's name of the error handler.
    """

    label: str
    codec: str
    errors: str


@dataclass(frozen=True, slots=True)
class _Page:
    codec: str
    label: str
    languages: tuple[tuple[str, str], ...]  # language, its letters beyond ASCII in small


_LATIN = (
    ("de", "äöüß"), ("fr", "àâæçéèêëîïôœùûüÿ"), ("es", "áéíñóúü"), ("pt", "àáâãçéêíóôõúü"),
    ("it", "àèéìíîòóùú"), ("nl", "áäéëíïóöúü"), ("sv", "åäöéü"), ("da", "æøåé"),
)  # fmt: skip
_PAGES = (
    _Page("cp1252", "Windows-1252", _LATIN),
    _Page(
        "cp1250",
        "Windows-1250",
        (("pl", "ąćęłńóśźż"), ("cs", "áčďéěíňóřšťúůýž"), ("hu", "áéíóöőúüű"), ("ro", "ăâîşţ"),
         ("hr", "čćđšž"), ("sk", "áäčďéíĺľňóôŕšťúýž")),
    ),
    _Page("cp1251", "Windows-1251", (("ru", "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў"),)),
    _Page("cp1254", "Windows-1254", (("tr", "çğ\u0131öşüâîûi̇"),)),
    _Page("cp1253", "Windows-1253", (("el", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ"),)),
    _Page("cp1257", "Windows-1257", (("lt", "ąčęėįšųūž"), ("lv", "āčēģīķļņšūž"), ("et", "äõöüšž"))),
    _Page("iso8859_2", "ISO 8859-2", (("pl", "ąćęłńóśźż"), ("cs", "áčďéěíňóřšťúůýž"))),
    _Page("koi8_r", "KOI8-R", (("ru", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),)),
    _Page("cp866", "DOS 866", (("ru", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),)),
    _Page("mac_roman", "Mac Roman", _LATIN),
    _Page("cp850", "DOS 850", _LATIN),
    _Page("cp852", "DOS 852", (("pl", "ąćęłńóśźż"), ("cs", "áčďéěíňóřšťúůýž"))),
)  # fmt: skip
_LOW_LETTERS = frozenset({"cp866", "mac_roman", "cp850", "cp852"})
_LANGUAGE_OF_REGION = {
    "PL": "pl", "CZ": "cs", "SK": "sk", "HU": "hu", "RO": "ro", "HR": "hr", "RU": "ru", "UA": "ru",
    "BY": "ru", "BG": "ru", "TR": "tr", "GR": "el", "LT": "lt", "LV": "lv", "EE": "et", "JP": "ja",
    "CN": "zh", "TW": "zt", "HK": "zt", "KR": "ko",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Wide:
    codec: str
    label: str
    language: str
    common: re.Pattern[str]  # characters that most of a text of that language is made of


_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uff01-\uff5e\u3001-\u301c]")
_WIDE = (
    _Wide("cp932", "Shift JIS", "ja", _JAPANESE),
    _Wide("gbk", "GBK", "zh", re.compile("[\u4e00-\u9fff\uff01-\uff5e\u3001-\u3011]")),
    _Wide("big5", "Big5", "zt", re.compile("[\u4e00-\u9fff\uff01-\uff5e\u3001-\u3011]")),
    _Wide("cp949", "EUC-KR", "ko", re.compile("[\uac00-\ud7af]")),
    _Wide("euc_jp", "EUC-JP", "ja", _JAPANESE),
)  # fmt: skip
_KANA = re.compile("[\u3041-\u30fe]")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_LEVEL_ONE = {  # the lead bytes of the characters that everybody uses
    "cp932": (0x81, 0x97), "gbk": (0xA1, 0xD7), "big5": (0xA1, 0xC6), "cp949": (0xA1, 0xC8),
    "euc_jp": (0xA1, 0xCF),
}  # fmt: skip
_MIXED = re.compile("[a-zA-Z][\u3040-\u9fff\uac00-\ud7af]|[\u3040-\u9fff\uac00-\ud7af][a-zA-Z]")
_PUNCTUATION = frozenset(
    "\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2026\u00ab\u00bb\u20ac\u00a0\u00b0\u00ba\u00aa\u00a1\u00bf\u2116\u00b7\u2022\u00a7\u00a9\u00ae\u2122\ufffd"
)
_MISPLACED = re.compile(
    # Where punctuation never stands: "Mu\u2013oz", "M\u201erz", "Garc\u2019a". But "O\u2019Brien"
    # and "Ann\u2019s".
    "[^\\W\\d_](?:"
    "[\u2018\u201c\u201d\u2013\u2014\u2026\u20ac](?=[a-z])|[\u201a\u201e]"
    "|[\u2013\u2014](?![\\w\\s])"
    "|(?<!\\b[odlmnjcstODLMNJCST])(?<!\\b[Qq]u)\u2019(?!(?:s|t|d|m|re|ll|ve)\\b)(?=[a-z])"
    ")"
)
_CAPITAL_WITHIN = re.compile("[a-z\u00df-\u00ff]([\u00c0-\u00de\u0100-\u017f])")
_WORD_SYMBOL = re.compile(r"[^\W\d_][^\w\s'\u2019.,;:\"()/@&|\t-]+[^\W\d_]")

_TWO_SCRIPTS = re.compile(
    "[a-zA-Z\u00c0-\u024f][\u0370-\u04ff]|[\u0370-\u04ff][a-zA-Z\u00c0-\u024f]"
)


def detect_encoding(sample: bytes, region: str) -> Encoding:
    """Tell the encoding from the first bytes of a file.

    Args:
        sample: of some kilobytes; around the first byte beyond ASCII, where that comes later.
        region: the desk's, two letters: its language's code page goes first.
    """
    if sample.startswith(codecs.BOM_UTF8):
        return Encoding("UTF-8", "utf-8-sig", _handler("cp1252"))
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("UTF-16", "utf-16", "replace")
    codec = _bare_utf_16(sample)
    if codec:
        return Encoding("UTF-16", codec, "replace")
    if sample.isascii():
        return Encoding("UTF-8", "utf-8", _handler("cp1252"))
    if _is_utf_8(sample):
        return Encoding("UTF-8", "utf-8", _handler("cp1252"))
    return _old_page(sample, region)


def decode_sample(sample: bytes, encoding: Encoding) -> str:
    """Decode the beginning of a file, leaving out a character that is cut in two."""
    return codecs.getincrementaldecoder(encoding.codec)(encoding.errors).decode(sample)


def _is_utf_8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _bare_utf_16(sample: bytes) -> str:
    """Name the codec of UTF-16 without a byte order mark: every other byte of a CSV is then 0."""
    pairs = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if pairs and odd > 0.6 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    if pairs and even > 0.6 * pairs and odd < 0.1 * pairs:
        return "utf-16-be"
    return ""


def _old_page(sample: bytes, region: str) -> Encoding:
    local = _LANGUAGE_OF_REGION.get(region, "")
    best, choice = -1.0, Encoding("Windows-1252", "utf-8", _handler("cp1252"))
    for page in _PAGES:
        encoding = _encoding_of(page)
        score = _page_score(decode_sample(sample, encoding), page, local)
        if score > best:
            best, choice = score, encoding
    for wide in _WIDE:
        score = _wide_score(sample, wide, local)
        if score > best:
            best, choice = score, Encoding(wide.label, wide.codec, "replace")
    return choice


def _encoding_of(page: _Page) -> Encoding:
    # Where letters stand below 0xC0, too, words of a page may look like UTF-8.
    if page.codec in _LOW_LETTERS:
        return Encoding(page.label, page.codec, "replace")
    return Encoding(page.label, "utf-8", _handler(page.codec))


def _page_score(text: str, page: _Page, local: str) -> float:
    """Return how well a text reads in the alphabets of a page: 1 and a little at best."""
    beyond = [char for char in text if not char.isascii()]
    letters = [char for char in beyond if char not in _PUNCTUATION]
    strange = sum(
        unicodedata.category(char) in {"Cc", "Co", "Cn"} or char == "\ufffd" for char in beyond
    )
    if not letters:
        # Quotes and dashes of Windows are letters in the pages of DOS and of old Macs.
        likely = 0.5 if _MISPLACED.search(text) else 0.8
        return likely - strange / max(len(beyond), 1) - 0.01 * _PAGES.index(page)
    words = languages_of(text)
    best = 0.0
    for language, alphabet in page.languages:
        known = sum(char.lower() in alphabet for char in letters)
        score = known / len(letters)
        score += 0.15 * (language == local) + 0.1 * (language in words)
        best = max(best, score)
    broken = len(_WORD_SYMBOL.findall(text)) + len(_TWO_SCRIPTS.findall(text)) + strange
    broken += sum(map(str.isupper, _CAPITAL_WITHIN.findall(text)))
    if "ru" in dict(page.languages):
        best -= _wrong_case(text)
    if page.codec in _LOW_LETTERS:
        best -= 0.3  # so rare today that it takes much to believe it
    return best - broken / len(beyond) - 0.01 * _PAGES.index(page)


def _wrong_case(text: str) -> float:
    """Return the share of Cyrillic words whose capitals are not where capitals stand."""
    words = re.findall("[\u0400-\u04ff]{2,}", text)
    odd = sum(not (word.islower() or word.isupper() or word.istitle()) for word in words)
    return odd / len(words) if words else 0.0


def _wide_score(sample: bytes, wide: _Wide, local: str) -> float:
    try:
        text = codecs.getincrementaldecoder(wide.codec)().decode(sample)
    except UnicodeDecodeError:
        return -1.0
    beyond = [char for char in text if not char.isascii()]
    if not beyond:
        return -1.0
    first, last = _LEVEL_ONE[wide.codec]
    common = 0
    for char in beyond:
        raw = char.encode(wide.codec, "ignore")
        common += bool(wide.common.match(char)) and len(raw) == 2 and first <= raw[0] <= last
    score = common / len(beyond) - len(_MIXED.findall(text)) / len(beyond)
    score -= len(_HALF_WIDTH.findall(text)) / len(beyond)
    score += 0.15 * (wide.language == local)
    words = languages_of(text)
    score += 0.1 * ("ja" in words and wide.language == "ja")
    score += 0.1 * ("more" in words and wide.language in {"zh", "zt", "ko"})
    if wide.language == "ja" and _KANA.search(text):
        score += 0.1
    return score - 0.01 * _WIDE.index(wide)


@cache
def _handler(codec: str) -> str:
    """Register what reads single bytes that are no UTF-8 as those of a code page; return its name.

    Python's own code pages refuse the bytes that they leave out; those become U+FFFD.
    """
    table = [bytes([code]).decode(codec, "replace") for code in range(256)]
    name = f"smsdesk.{codec}"

    def read_byte(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        end = error.start + 1
        return table[error.object[error.start]], end

    handler: Callable[[UnicodeError], tuple[str, int]] = read_byte
    codecs.register_error(name, handler)
    return name
