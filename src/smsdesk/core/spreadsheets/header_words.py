"""What the words of a header mean, in the languages of the files beside this one.

``words/<language>.toml`` lists words and phrases under what they mean in a header; each key is a
`Sense`. A header is cut into known phrases, the longest first, in all languages at once: files
mix them, and few words mean different things. A word that is not known is tried as one that is
made of known ones (``MOBILEPHONE``, ``Anmeldedatum``). ``words/programs.toml`` has what one
program means by a header, letter for letter. A new language is a new file; a new word is a line.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from smsdesk.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

UNKNOWN = "?"
"""The sense of a word that no language has."""


class Word(NamedTuple):
    """A phrase of a header: its senses in the language taken for it, and its text."""

    senses: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a header.

    Attributes:
        main: those outside its brackets; those within too, where these say what it is.
        plain: the header as `plain_text` writes it.
    """

    main: tuple[Word, ...]
    plain: str

    @property
    def senses(self) -> frozenset[str]:
        """All senses of all words."""
        return frozenset().union(*(word.senses for word in self.main))


@dataclass(frozen=True, slots=True)
class Program:
    """A program known by some of its headers, and what its files do not say."""

    name: str
    headers: frozenset[str]
    times: str = ""


_Senses = dict[str, frozenset[str]]  # by language


@dataclass(slots=True)
class _Lexicon:
    phrases: dict[str, _Senses] = field(default_factory=dict)
    languages: dict[str, set[str]] = field(default_factory=dict)
    longest: int = 1
    hints: tuple[str, ...] = ()
    contacts: set[str] = field(default_factory=set)
    stems: dict[str, list[str]] = field(default_factory=dict)
    answers: dict[str, set[str]] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    weekdays: set[str] = field(default_factory=set)
    between: set[str] = field(default_factory=set)
    exact: dict[str, str] = field(default_factory=dict)
    programs: tuple[Program, ...] = ()
    opt_out_errors: frozenset[str] = frozenset()


# Where a word is in several languages and nothing else tells: the more files, the earlier.
_PREFERRED = {
    language: place
    for place, language in enumerate(
        ("en", "es", "fr", "de", "pt", "it", "nl", "pl", "sv", "tr", "ru", "ja", "more")
    )
}

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_BRACKETED = re.compile(r"[(\[{\uff08]([^)\]}\uff09]*)[)\]}\uff09]?")
_TOKEN = re.compile(r"[^\W_]+")
# Scripts that write no space between words: kana, Chinese characters, Hangul, Thai.
_SPACELESS = re.compile("[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SHORTEST_PART = 3
_STEM, _ENDING = 4, 3
_LINKS = ("", "s", "es")


def read_words(header: str, languages: tuple[str, ...] = ()) -> Words:
    """Cut a header into the phrases that are known.

    Args:
        header: the cell.
        languages: those of its row, from `rank_languages`: the first that has a phrase settles
            what it means.
    """
    return _read_words(header, languages)


def rank_languages(headers: Iterable[str]) -> tuple[str, ...]:
    """Return the languages of a header row, the one that has most of its words first."""
    score: Counter[str] = Counter()
    for header in headers:
        for word in _cut(_tokens(_normal(header))):
            for language in word.by_language:
                score[language] += 1 + word.text.count(" ")
    return tuple(sorted(_PREFERRED, key=lambda language: (-score[language], _PREFERRED[language])))


def known_answer(kind: str, text: str) -> bool:
    """Tell whether a cell is one of the words of an ``[answers]`` key, in any language."""
    return plain_text(text) in _lexicon().answers.get(kind, ())


def answer_words(kind: str) -> frozenset[str]:
    """Return the words of an ``[answers]`` key in all languages, as `plain_text` writes them."""
    return frozenset(_lexicon().answers.get(kind, ()))


def begins_with_phrase(kind: str, text: str) -> bool:
    """Tell whether a text begins with a phrase of an ``[answers]`` key, as whole words."""
    begins = f"{plain_text(text)} "
    return any(begins.startswith(f"{phrase} ") for phrase in _lexicon().answers.get(kind, ()))


def holds_phrase(kind: str, text: str) -> bool:
    """Tell whether a text holds a phrase of an ``[answers]`` key, as whole words."""
    plain = plain_text(text)
    padded = f" {plain} "
    return any(
        phrase in plain if _SPACELESS.search(phrase) else f" {phrase} " in padded
        for phrase in _lexicon().answers.get(kind, ())
    )


def whole_meaning(header: str) -> str:
    """Return what a header means when it is the whole of it (``Order #``, ``To``), or nothing."""
    plain = read_words(header).plain
    return _lexicon().whole.get(plain, "")


def program_header(header: str) -> str:
    """Return what the program whose very spelling this is means by it, or nothing."""
    return _lexicon().exact.get(_spelled(header), "")


def is_contact_word(text: str) -> bool:
    """Tell a word for whom one speaks to, of those for a lead that may be a firm as well."""
    return text in _lexicon().contacts


def is_opt_out_error(code: str) -> bool:
    """Tell an error code of a message log that means that the other side has opted out."""
    return code in _lexicon().opt_out_errors


def program_of(headers: Iterable[str]) -> Program | None:
    """Return the program whose headers these are."""
    here = set(map(_spelled, headers))
    return next((one for one in _lexicon().programs if one.headers <= here), None)


def month_number(name: str) -> int:
    """Return the number of a month by its name in any language, 0 for none."""
    months = _lexicon().months
    folded = fold(name).rstrip(".")
    return months.get(folded) or months.get(folded[:3] if folded.isascii() else folded, 0)


def is_weekday(name: str) -> bool:
    """Tell the name of a day of the week."""
    return fold(name).rstrip(".") in _lexicon().weekdays


def is_between(word: str) -> bool:
    """Tell a word that may stand between the parts of a date: ``at``, ``de``, ``Uhr``."""
    return fold(word).rstrip(".") in _lexicon().between


def languages_of(text: str) -> frozenset[str]:
    """Return the languages that have a word of a text that is not plain ASCII."""
    found: set[str] = set()
    table = _lexicon().languages
    for token in _TOKEN.findall(text.lower()):
        if not token.isascii():
            found |= table.get(token, set())
    return frozenset(found)


def plain_text(text: str) -> str:
    """Return a text in folded words with single spaces: ``Opt-Out!`` is ``opt out``."""
    spaced = unicodedata.normalize("NFKC", text).replace("#", " number ")
    return " ".join(_TOKEN.findall(fold(spaced.replace("'", "").replace("\u2019", ""))))


def _spelled(header: str) -> str:
    return " ".join(header.split()).casefold()


class _Found(NamedTuple):
    by_language: _Senses
    text: str


_DIGITS: _Senses = {"en": frozenset({"digit"})}
_NOTHING: _Senses = {}


def _normal(header: str) -> str:
    return unicodedata.normalize("NFKC", header).replace("#", " number ").replace("\u2116", " no ")


@lru_cache(maxsize=4096)
def _read_words(header: str, languages: tuple[str, ...]) -> Words:
    text = _normal(header)
    outside = _tokens(_BRACKETED.sub(" ", text))
    inside = _tokens(" ".join(match[1] for match in _BRACKETED.finditer(text)))
    tokens = outside if not inside or _is_hint(inside) else [*outside, _BREAK, *inside]
    ranked = languages or tuple(_PREFERRED)
    words = tuple(Word(_senses(found, ranked), found.text) for found in _cut(tokens))
    return Words(words, " ".join(outside))


def _senses(found: _Found, ranked: tuple[str, ...]) -> frozenset[str]:
    for language in ranked:
        if language in found.by_language:
            return found.by_language[language]
    return frozenset({UNKNOWN})


def _is_hint(tokens: list[str]) -> bool:
    start = " ".join(tokens)
    return any(start == hint or start.startswith(f"{hint} ") for hint in _lexicon().hints)


_BREAK = "|"  # no token is one: no phrase reaches over a bracket


def _tokens(text: str) -> list[str]:
    spaced = _CAMEL.sub(" ", text).replace("'", " ").replace("\u2019", " ")
    return _TOKEN.findall(fold(spaced))


def _cut(tokens: list[str]) -> Iterator[_Found]:
    """Cut tokens into the longest phrases that are known."""
    lexicon = _lexicon()
    at = 0
    while at < len(tokens):
        if tokens[at] == _BREAK:
            at += 1
            continue
        for width in range(min(lexicon.longest, len(tokens) - at), 0, -1):
            text = " ".join(tokens[at : at + width])
            senses = lexicon.phrases.get(text)
            if senses:
                yield _Found(senses, text)
                at += width
                break
        else:
            yield from _parts(tokens[at])
            at += 1


def _parts(token: str) -> Iterator[_Found]:
    """Yield the known words that a token is made of, or the token as an unknown one."""
    if token.isdigit():
        yield _Found(_DIGITS, token)
        return
    if _SPACELESS.search(token):
        yield from _spaceless_parts(token)
        return
    phrases = _lexicon().phrases
    parts = _compound(token)
    if parts is None:
        yield _Found(_inflected(token), token)
    else:
        yield from (_Found(phrases[part], part) for part in parts)


def _inflected(token: str) -> _Senses:
    """Return the senses of the word that a token is a case of: ``doradcy`` of ``doradca``.

    Only languages that say so are looked through: elsewhere a like beginning says little.
    """
    lexicon = _lexicon()
    near = [
        word
        for word in lexicon.stems.get(token[:_STEM], ())
        if _shared(word, token) >= max(_STEM, len(word) - _ENDING, len(token) - _ENDING)
    ]
    return lexicon.phrases[max(near, key=lambda word: _shared(word, token))] if near else _NOTHING


def _shared(word: str, other: str) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b),
        min(len(word), len(other)),
    )


def _compound(token: str) -> tuple[str, ...] | None:
    phrases = _lexicon().phrases

    def rest(start: int) -> tuple[str, ...] | None:
        if start == len(token):
            return ()
        for end in range(len(token), start + 1, -1):
            part = token[start:end]
            if part not in phrases or (len(part) < _SHORTEST_PART and part not in _SHORT_PARTS):
                continue
            for link in _LINKS if end < len(token) else ("",):
                if token.startswith(link, end):
                    tail = rest(end + len(link))
                    if tail is not None:
                        return (part, *tail)
        return None

    return rest(0)


_SHORT_PARTS = frozenset({"do", "of", "no", "id", "at", "on", "nr", "in", "to"})


def _spaceless_parts(token: str) -> Iterator[_Found]:
    phrases = _lexicon().phrases
    at = 0
    while at < len(token):
        ends = range(min(len(token), at + 16), at, -1)
        end = next((end for end in ends if token[at:end] in phrases), at + 1)
        part = token[at:end]
        yield _Found(phrases.get(part, _NOTHING), part)
        at = end


@cache
def _lexicon() -> _Lexicon:
    """Read the words of all languages: some ten milliseconds, with the first header."""
    lexicon = _Lexicon()
    folder = files(__package__) / "words"
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        if not entry.name.endswith(".toml"):
            continue
        data = tomllib.loads(entry.read_text(encoding="utf-8"))
        if entry.name == "programs.toml":
            _add_programs(lexicon, data)
        else:
            _add_language(lexicon, data)
    lexicon.longest = max(phrase.count(" ") for phrase in lexicon.phrases) + 1
    return lexicon


def _add_programs(lexicon: _Lexicon, data: Mapping[str, Any]) -> None:
    lexicon.exact.update(data["headers"])
    lexicon.opt_out_errors = frozenset(data["opt_out_errors"])
    lexicon.programs = tuple(
        Program(one["name"], frozenset(one["headers"]), one.get("times", ""))
        for one in data["program"]
    )


def _add_language(lexicon: _Lexicon, data: Mapping[str, Any]) -> None:
    language = data["language"]
    for sense, phrases in data["header"].items():
        for phrase in phrases:
            text = " ".join(_TOKEN.findall(fold(phrase)))
            senses = lexicon.phrases.setdefault(text, {})
            senses[language] = senses.get(language, frozenset()) | {sense}
            for word in phrase.lower().split():
                if not word.isascii():
                    lexicon.languages.setdefault(word, set()).add(language)
    if data.get("inflected"):
        _add_stems(lexicon, chain.from_iterable(data["header"].values()))
    hints = data.get("hints", {}).get("bracket", ())
    lexicon.hints += tuple(" ".join(_TOKEN.findall(fold(hint))) for hint in hints)
    lexicon.contacts.update(map(fold, data.get("hints", {}).get("contact", ())))
    for kind, phrases in data.get("answers", {}).items():
        known = lexicon.answers.setdefault(kind, set())
        known.update(plain_text(phrase) or fold(phrase) for phrase in phrases)
    for target, phrases in data.get("whole", {}).items():
        lexicon.whole.update(dict.fromkeys(phrases, target))
    _add_times(lexicon, data.get("times", {}))


def _add_stems(lexicon: _Lexicon, phrases: Iterable[str]) -> None:
    for word in map(fold, phrases):
        if word.isalpha() and len(word) > _STEM:
            lexicon.stems.setdefault(word[:_STEM], []).append(word)


def _add_times(lexicon: _Lexicon, data: Mapping[str, Any]) -> None:
    for key in ("months", "months_short"):
        for number, name in enumerate(data.get(key, ()), 1):
            lexicon.months.setdefault(fold(name), number)
    for name, number in data.get("other_months", {}).items():
        lexicon.months.setdefault(fold(name), number)
    lexicon.weekdays.update(map(fold, data.get("weekdays", ())))
    lexicon.between.update(map(fold, data.get("between", ())))
