"""Whose number: countries as files name them, and calling codes, to regions (ISO 3166-1)."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from smsdesk.core.spreadsheets.header_words import known_answer, plain_text

_LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "tr", "ru", "ja", "zh", "ko")
_SIGNS = re.compile(r"\(?(?:\+|00)\s?(\d{1,4})\)?")
_CODE = re.compile(r"\(?(?:\+|(?<!\d)00)\s?(\d{1,3}(?:[- ]?\d{3})?)(?!\d)\)?")
_PARTS = re.compile(r"[()\[\]/,;|]| - ")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_NO_ANSWER = frozenset({"", "other", "others", "international", "select", "select country"})
_ALPHA_3 = {
    "USA": "US", "GBR": "GB", "CAN": "CA", "DEU": "DE", "FRA": "FR", "ESP": "ES", "PRT": "PT",
    "ITA": "IT", "NLD": "NL", "POL": "PL", "SWE": "SE", "TUR": "TR", "RUS": "RU", "JPN": "JP",
    "IND": "IN", "AUS": "AU", "NZL": "NZ", "MEX": "MX", "BRA": "BR", "ARG": "AR", "CHL": "CL",
    "COL": "CO", "PER": "PE", "CHN": "CN", "KOR": "KR", "SGP": "SG", "PHL": "PH", "ZAF": "ZA",
    "NGA": "NG", "KEN": "KE", "IRL": "IE", "CHE": "CH", "AUT": "AT", "BEL": "BE", "DNK": "DK",
    "NOR": "NO", "FIN": "FI", "ISR": "IL", "ARE": "AE", "PAK": "PK", "HKG": "HK", "MYS": "MY",
}  # fmt: skip


@lru_cache(maxsize=1024)
def region_of(text: str) -> str | None:
    """Return the region of a country as a cell names it.

    Returns:
        Two capital letters; empty where the cell gives no answer (blank, ``n/a``, ``Other``);
        ``None`` where it names something that is no country known here.
    """
    whole = _region_of_one(text)
    if whole is not None:
        return whole
    return _region_beside_its_code(text)


def _region_beside_its_code(text: str) -> str | None:
    """Return the region of ``Canada (+1)``: the name decides, and its code must agree."""
    import phonenumbers

    named = _CODE.sub(" / ", text)
    found = {region for part in _PARTS.split(named) if (region := _region_of_one(part))}
    codes = {str(phonenumbers.country_code_for_region(region)) for region in found}
    if len(codes) != 1:
        return None
    code = codes.pop()
    if any(not _digits(sign).startswith(code) for sign in _CODE.findall(text)):
        return None
    return found.pop() if len(found) == 1 else _main_region(code)


@lru_cache(maxsize=1024)
def region_of_calling_code(text: str) -> str | None:
    """Return the main region of a calling code (``+91``, ``91``, ``0091``); as `region_of`."""
    digits = _digits(text).removeprefix("00")
    if not digits:
        return region_of(text)
    if len(digits) > 4 or any(char.isalpha() for char in text):
        return region_of(text)
    return _main_region(digits)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _main_region(digits: str) -> str | None:
    import phonenumbers

    code = int(digits)
    if len(digits) == 4 and digits.startswith("1"):  # +1 876: the area code of an island
        return "US"
    region = phonenumbers.region_code_for_country_code(code)
    return None if region in {"ZZ", "001"} else region


def _region_of_one(text: str) -> str | None:
    import phonenumbers

    flag = _FLAG.search(text)
    if flag:
        return "".join(chr(ord(char) - 0x1F1E6 + ord("A")) for char in flag[0])
    plain = plain_text(text)
    if plain in _NO_ANSWER or known_answer("none", text) or known_answer("unknown", text):
        return ""
    signs = _SIGNS.fullmatch(text.strip())
    if signs:
        return _main_region(signs[1])
    code = text.strip().upper()
    if len(code) == 2 and code in phonenumbers.SUPPORTED_REGIONS:
        return code
    return _ALPHA_3.get(code) or _names().get(plain)


@cache
def _names() -> dict[str, str]:
    from phonenumbers.geodata.locale import LOCALE_DATA

    names: dict[str, str] = {}
    for region, by_language in LOCALE_DATA.items():
        for language in _LANGUAGES:
            name = by_language.get(language, "")
            if name.startswith("*"):
                name = by_language.get(name[1:], "")
            if name:
                names.setdefault(plain_text(name), region)
    data = (files(__package__) / "countries.toml").read_text(encoding="utf-8")
    for region, spellings in tomllib.loads(data).items():
        names.update(dict.fromkeys(map(plain_text, spellings), region.upper()))
    return names
