"""The phones in one cell: numbers, what stands round them, and what a spreadsheet did to them.

A cell is cut into runs of digits with their usual separators; words, brackets that hold more than
an area code, and marks between numbers end a run. So a remark (``(2. Handy)``, ``best 9-5``) never
becomes digits. Words beside a run are its label (``cell``, ``fax``) or a remark.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from smsdesk.core.rules.phone import Phone, read_phone
from smsdesk.core.spreadsheets.header_words import holds_phrase, known_answer, read_words
from smsdesk.terms import PhoneProblem
from smsdesk.text import one_line


class CellPhone(NamedTuple):
    """One number of a cell.

    Attributes:
        phone: as it was read.
        senses: what its label says (``mobile``, ``home``, ``fax`` ...).
        own: whether it is the lead's own, as far as the cell tells.
    """

    phone: Phone
    senses: frozenset[str]
    own: bool


class CellPhones(NamedTuple):
    """What a phone cell holds: its numbers in their order, and whether it forbids texts."""

    phones: tuple[CellPhone, ...]
    forbids: bool


NO_PHONE = CellPhones(
    (CellPhone(Phone("", PhoneProblem.NONE_ON_FILE), frozenset(), own=True),), forbids=False
)

_SIMPLE = re.compile(r"\+?(?:\(\d{1,5}\)|\d)[0-9 .-]*(?:\(\d{1,5}\)[0-9 .-]*)?")
_RUN = re.compile(r"(?:\+ ?)?(?:\(\s?\+?\d{1,5}\s?\)|\d)(?:[ .\-/]*(?:\(\s?\d{1,5}\s?\)|\d))*")
_EXTENSION = re.compile(
    r"(?<=\d)[\s.,;()-]*(?:\bext[a-z]*|x|#|\bposte|\bdurchwahl|\bdw|\banexo|\bramal|\binterno|"
    r"\bwew|\btoestel|\bank|\bdahili|доб)[\s.:=#]*\d{1,6}(?!\d)",
    re.IGNORECASE,
)
_HOUR = r"(?:[01]?\d|2[0-4])(?:[:.]\d\d)?"
# "best 9-5", "24/7", "after 5pm", "2nd": for themselves among the digits of a cell.
_TIME_OR_ORDINAL = re.compile(
    rf"(?<![^\s(,;])(?:{_HOUR}\s?(?:[ap]\.?m\.?\s?)?[-/]\s?{_HOUR}(?:\s?[ap]\.?m)?"
    rf"|{_HOUR}(?:[ap]\.?m|\s?uhr)|\d{{1,2}}(?:st|nd|rd|th))(?![^\W_])",
    re.IGNORECASE,
)
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE](\+?)(\d{1,2})")
_WITH_FRACTION = re.compile(r"(\d{7,15})[.,]0+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3}){2,4}")
_AS_TEXT = re.compile(r"=?\s*[\"'](.*?)[\"']?")
_BETWEEN = re.compile(r"[,;/|&\n]|:::|\b(?:or|and|oder|und|ou|et|y|o|e|i|och|ve)\b", re.IGNORECASE)
_SPLIT = re.compile(r"\s*/\s*|\s{2,}|\s-\s")
_LETTERS_BEFORE = re.compile(r"[^\W\d_]+[-.]?$")
_LETTERS_AFTER = re.compile(r"[-.]?([^\W\d_]+)")
_VANITY = re.compile(r"\+?1?[\s().-]*8(?:00|33|44|55|66|77|88)[\s().-]*[A-Za-z][A-Za-z\s().-]*")
_TRUNK_ZERO = re.compile(r"\(0\)")
_NANP = frozenset({"US", "CA", "PR", "DO", "JM", "BS", "TT", "BB"})
_FEWEST, _MOST, _LOST_PLUS = 7, 15, 11
_KINDS = frozenset({
    "mobile", "cell", "sms", "whatsapp", "texting", "phone", "home", "work", "landline",
    "alternate", "fax", "pager", "other", "old", "role",
})  # fmt: skip
_NOT_OWN = frozenset({"fax", "pager", "other", "old"})
_LETTER_LABELS = {"m": "mobile", "c": "cell", "h": "home", "w": "work", "f": "fax"}
_NO_SLIP = frozenset("mchwfpt")


def read_cell(
    text: str, region: str, *, international: bool = False, region_said: bool = False
) -> CellPhones:
    """Read the phones of a cell.

    Args:
        text: the cell.
        region: two letters (ISO 3166-1), for numbers without a country code.
        international: whether the column holds country codes without a plus.
        region_said: whether the row names its region: then a bare number is never another's.
    """
    if not text:
        return NO_PHONE
    if _SIMPLE.fullmatch(text):
        phone = _read_run(text, region, international=international, region_said=region_said)
        if phone.problem is None:
            return CellPhones((CellPhone(phone, frozenset(), own=True),), forbids=False)
    return _read_remarks(_plain(text), region, international=international, region_said=region_said)


def is_phone(text: str, region: str) -> bool:
    """Tell a cell that is a number which can exist, with little else in it."""
    digits = sum(char.isdigit() for char in text)
    if not _FEWEST <= digits <= _MOST or len(text) > 30:
        return False
    return any(one.phone.problem is None for one in read_cell(text, region).phones)


def is_written_as_phone(text: str) -> bool:
    """Tell a number with the marks of a phone from mere digits."""
    return bool(re.search(r"[+()]|\d[ .-]\d", text)) and not re.fullmatch(r"\d+\.\d+", text)


def _read_remarks(text: str, region: str, *, international: bool, region_said: bool) -> CellPhones:
    forbids = any(map(str.isalpha, text)) and _forbids(text)
    undone = _undo_number(text)
    if isinstance(undone, Phone):
        return CellPhones((CellPhone(undone, frozenset(), own=True),), forbids)
    bare = _EXTENSION.sub("  ", undone)
    runs = _runs(bare)
    if not any(_count(run[0]) >= _FEWEST for run in runs):
        return CellPhones((CellPhone(_no_number(bare, region), frozenset(), own=True),), forbids)
    found: list[CellPhone] = []
    before = 0
    labels = _labels(bare, runs)
    for (run, start, end), label in zip(runs, labels, strict=True):
        if _count(run) < _FEWEST:
            before += _count(run)
            continue
        if _touches_letters(bare, start, end) or _lacks_its_start(run, region, before):
            phone = Phone("", PhoneProblem.NOT_A_NUMBER)
        else:
            phone = _read_run(run, region, international=international, region_said=region_said)
        senses, named = _label_senses(label)
        own = not senses & _NOT_OWN and not (found and named)
        found.append(CellPhone(phone, senses, own))
        before = 0
    if any(map(str.isalpha, bare)) and all(one.phone.problem for one in found):
        # Only a number that is whole without them shows that they are no part of it.
        without = _TIME_OR_ORDINAL.sub(" ; ", bare)
        if without != bare:
            again = _read_remarks(
                without, region, international=international, region_said=region_said
            )
            if any(one.phone.problem is None for one in again.phones):
                return CellPhones(again.phones, forbids)
    return CellPhones(tuple(found), forbids)


def _forbids(text: str) -> bool:
    remark = "".join(char for char in text if char.isalpha() or char.isspace())
    return holds_phrase("forbids", text) or known_answer("out", remark)


def _runs(text: str) -> list[tuple[str, int, int]]:
    """Return the runs of digits with where they start and end."""
    runs = []
    for match in _RUN.finditer(text):
        run = match[0]
        parts = [part for part in _SPLIT.split(run) if part.strip()]
        if len(parts) > 1 and all(_count(part) >= _FEWEST for part in parts):
            at = match.start()
            for part in parts:
                start = text.index(part, at)
                at = start + len(part)
                runs.append((part, start, at))
        else:
            runs.append((run, match.start(), match.end()))
    return runs


def _labels(text: str, runs: list[tuple[str, int, int]]) -> list[str]:
    """Return what stands beside each run and belongs to it."""
    gaps = []
    at = 0
    for _run, start, end in runs:
        gaps.append(text[at:start])
        at = end
    gaps.append(text[at:])
    befores, afters = [], []
    for place, gap in enumerate(gaps):
        if place == 0:
            after, before = "", gap
        elif place == len(runs):
            after, before = gap, ""
        else:
            after, before = _parted(gap)
        afters.append(after)
        befores.append(before)
    return [f"{befores[place]} {afters[place + 1]}" for place in range(len(runs))]


def _parted(gap: str) -> tuple[str, str]:
    """Part what stands between two numbers: what belongs to the first, what to the second."""
    between = _BETWEEN.search(gap)
    if between:
        return gap[: between.start()], gap[between.end() :]
    closing = gap.rfind(")")
    if closing >= 0:
        return gap[: closing + 1], gap[closing + 1 :]
    return ("", gap) if gap.rstrip().endswith((":", "-", "=")) else (gap, "")


def _label_senses(label: str) -> tuple[frozenset[str], bool]:
    """Return what a label says, and whether it only names somebody."""
    words = read_words(re.sub(r"[()\[\]:;,]", " ", label)).main
    senses = frozenset().union(*(word.senses for word in words)) if words else frozenset()
    single = {_LETTER_LABELS[w.text] for w in words if w.text in _LETTER_LABELS}
    known = (senses | single) & _KINDS
    return known, bool(words) and not known


def _touches_letters(text: str, start: int, end: int) -> bool:
    """Tell letters that are a slip for a digit (``415-555-O123``) from a label."""
    before = _LETTERS_BEFORE.search(text[:start])
    after = _LETTERS_AFTER.match(text, end)
    words = [found for found in (before and before[0].rstrip("-."), after and after[1]) if found]
    return any(not _is_label(word) for word in words)


def _is_label(word: str) -> bool:
    if word.lower() in _NO_SLIP:
        return True
    return any(found.senses & (_KINDS | {"number"}) for found in read_words(word).main)


def _lacks_its_start(run: str, region: str, before: int) -> bool:
    """Tell a run whose area code may stand before a remark: ``0160 Handy 1234561``."""
    if region in _NANP or run.startswith(("+", "0", "(")):
        return before >= 3 and _count(run) < 10
    return before >= 2


def _read_run(run: str, region: str, *, international: bool, region_said: bool) -> Phone:
    run = run.strip(" .-/")
    if run.startswith("+") and region != "IT":
        run = _TRUNK_ZERO.sub("", run)
    digits = "".join(filter(str.isdigit, run))
    if "+" in run:
        return read_phone(f"+{digits}", region)
    abroad = len(digits) >= _LOST_PLUS and digits[0] != "0"
    if international and abroad:
        phone = read_phone(f"+{digits}", region)
        if phone.problem is None:
            return phone
    if abroad and _begins_with_own_code(digits, region):
        phone = read_phone(f"+{digits}", region)
        if phone.problem is None:
            return phone
    phone = read_phone(digits, region)
    # A plus is lost where a spreadsheet took the number for one; nothing else is in the cell.
    lost = phone.problem is PhoneProblem.WRONG_LENGTH and abroad and run == digits
    if lost and not region_said:
        with_plus = read_phone(f"+{digits}", region)
        if with_plus.problem is None:
            return with_plus
    return phone


def _begins_with_own_code(digits: str, region: str) -> bool:
    """Tell a number that its country writes with a 0 in front, or else with its calling code.

    German numbers are of no fixed length: ``4915123456780`` could be one of the town of Aurich.
    """
    import phonenumbers

    plan = phonenumbers.PhoneMetadata.metadata_for_region(region)
    return (
        plan is not None
        and plan.national_prefix == "0"
        and digits.startswith(str(plan.country_code))
    )


def _undo_number(text: str) -> str | Phone:
    """Return a number as it was before a spreadsheet wrote it; or that it cannot be known."""
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific:
        whole, fraction, sign, power = scientific.groups()
        fraction = fraction or ""
        exact = len(fraction) == int(power) or (
            len(fraction) >= _FEWEST and not sign and len(fraction) < int(power)
        )
        if not exact or not _FEWEST <= int(power) + 1 <= _MOST:
            return Phone("", PhoneProblem.ROUNDED)
        return whole + fraction.ljust(int(power), "0")
    with_fraction = _WITH_FRACTION.fullmatch(text)
    if with_fraction:
        return with_fraction[1]
    if _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text


def _no_number(text: str, region: str) -> Phone:
    """Return why a cell without a long run of digits is no number, or a vanity number."""
    if _VANITY.fullmatch(text):
        return read_phone(text, region)
    if known_answer("none", text):
        return Phone("", PhoneProblem.NONE_ON_FILE)
    phone = read_phone(text, region)
    return Phone("", PhoneProblem.NOT_A_NUMBER) if phone.problem is None else phone


def _plain(text: str) -> str:
    """Return a cell with ASCII digits and hyphens, without a spreadsheet's wrapping."""
    line = one_line(" ; ".join(text.splitlines()))
    if not line.isascii():
        line = "".join(map(_plain_character, unicodedata.normalize("NFKC", line))).strip()
    if line.startswith(("=", "'", '"')):
        wrapped = _AS_TEXT.fullmatch(line)
        if wrapped:
            line = wrapped[1].strip()
    return line


def _plain_character(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    return "-" if category == "Pd" or char == "\u2212" else char


def _count(run: str) -> int:
    return sum(map(str.isdigit, run))
