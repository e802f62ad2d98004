# ruff: noqa: RUF001 - letters as people write them are what these tests are about
"""How the bytes of a text become letters: never a wrong letter in a name without a reason."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.encodings import decode_sample, detect_encoding

HEADER = "Name,Phone\r\n"
GERMAN = HEADER + "Jürgen Größl,+49 160 1234561\r\nÄnne Weiß,+49 160 1234562\r\n"
FRENCH = HEADER + "Zoë Lefèvre,06 12 34 56 78\r\nFrançois Besançon,06 12 34 56 79\r\n"
SPANISH = HEADER + "José Núñez,612 345 678\r\n"
POLISH = "Imię,Telefon\r\nŁukasz Wójcik,601 234 567\r\nGrażyna Śliwińska,601 234 568\r\n"
CZECH = "Jméno,Telefon\r\nJiří Dvořák,601 234 567\r\nŽofie Němcová,601 234 568\r\n"
RUSSIAN = "Имя,Телефон\r\nСергей Иванов,+7 916 123-45-67\r\nАнна Жукова,+7 916 123-45-68\r\n"
GREEK = "Όνομα,Τηλέφωνο\r\nΓιώργος Παπάς,+30 691 234 5678\r\n"
TURKISH = "Ad,Telefon\r\nŞükrü Çağlar,0532 123 45 67\r\nAyşe Işık,0532 123 45 68\r\n"
JAPANESE = "氏名,電話番号\r\n山田 太郎,090-1234-5678\r\nさとう はな,090-1234-5679\r\n"
CHINESE = "姓名,手机\r\n王小明,138 0013 8000\r\n李华,138 0013 8001\r\n"
TAIWANESE = "姓名,手機\r\n陳美麗,0912 345 678\r\n林志強,0912 345 679\r\n"
KOREAN = "이름,전화\r\n김철수,010-1234-5678\r\n"


def read(raw: bytes, region: str = "US") -> tuple[str, str]:
    encoding = detect_encoding(raw, region)
    return encoding.label, decode_sample(raw, encoding)


@pytest.mark.parametrize(
    ("text", "codec", "region", "label"),
    [
        (GERMAN, "utf-8", "US", "UTF-8"),
        (GERMAN, "utf-8-sig", "US", "UTF-8"),
        (GERMAN, "utf-16", "US", "UTF-16"),
        (GERMAN, "utf-16-le", "US", "UTF-16"),
        (GERMAN, "utf-16-be", "US", "UTF-16"),
        (HEADER, "ascii", "US", "UTF-8"),
        (GERMAN, "cp1252", "US", "Windows-1252"),
        (GERMAN, "cp1252", "DE", "Windows-1252"),
        (FRENCH, "cp1252", "FR", "Windows-1252"),
        (SPANISH, "cp1252", "US", "Windows-1252"),
        (FRENCH, "mac_roman", "FR", "Mac Roman"),
        (POLISH, "cp1250", "PL", "Windows-1250"),
        (POLISH, "iso8859_2", "PL", "ISO 8859-2"),
        (CZECH, "cp1250", "CZ", "Windows-1250"),
        (RUSSIAN, "cp1251", "RU", "Windows-1251"),
        (RUSSIAN, "cp1251", "US", "Windows-1251"),
        (RUSSIAN, "koi8_r", "RU", "KOI8-R"),
        (RUSSIAN, "cp866", "RU", "DOS 866"),
        (GREEK, "cp1253", "GR", "Windows-1253"),
        (TURKISH, "cp1254", "TR", "Windows-1254"),
        (JAPANESE, "cp932", "JP", "Shift JIS"),
        (JAPANESE, "cp932", "US", "Shift JIS"),
        (JAPANESE, "euc_jp", "JP", "EUC-JP"),
        (CHINESE, "gbk", "CN", "GBK"),
        (TAIWANESE, "big5", "TW", "Big5"),
        (KOREAN, "cp949", "KR", "EUC-KR"),
    ],
)
def test_a_text_is_read_in_the_page_in_which_it_was_written(
    text: str, codec: str, region: str, label: str
) -> None:
    said, decoded = read(text.encode(codec), region)
    assert (said, decoded) == (label, text)


@pytest.mark.parametrize("name", [
    "Pat O’Brien", "Tom – Reyes", "Sarah’s friend", "“Bob” Smith", "Acme™", "Smith–Jones",
    "Jean d’Arc", "Tom (50 €)", "it’s, she’ll",
])  # fmt: skip
@pytest.mark.parametrize("region", ["US", "DE", "RU"])
def test_the_quotes_and_dashes_of_windows_make_no_letters_of_another_page(
    name: str, region: str
) -> None:
    text = f"{HEADER}{name},4155550122\r\n"
    assert read(text.encode("cp1252"), region) == ("Windows-1252", text)


@pytest.mark.parametrize("name", ["García", "Muñoz", "José", "Ramón", "Zoë Lefèvre"])
def test_a_list_from_an_old_mac_keeps_its_names(name: str) -> None:
    text = f"{HEADER}{name},4155550122\r\n"
    assert read(text.encode("mac_roman")) == ("Mac Roman", text)


def test_a_file_glued_together_from_both_keeps_the_letters_of_both() -> None:
    encoding = detect_encoding(SPANISH.encode(), "US")
    glued = SPANISH.encode() + SPANISH.encode("cp1252")
    assert decode_sample(glued, encoding) == SPANISH * 2


def test_bytes_that_a_page_does_not_have_become_the_sign_for_that() -> None:
    label, text = read(SPANISH.encode("cp1252") + b"\x81,4155550122\r\n")
    assert (label, text) == ("Windows-1252", f"{SPANISH}\ufffd,4155550122\r\n")


@given(st.integers(1, len(RUSSIAN.encode())))
def test_a_character_cut_in_two_at_the_end_of_the_sample_misleads_nobody(end: int) -> None:
    label, text = read(RUSSIAN.encode()[:end])
    assert RUSSIAN.startswith(text) or end == 1
    assert label == "UTF-8" or end == 1


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
def test_whatever_is_marked_as_unicode_is_read_as_it_was_written(text: str) -> None:
    assert read(codecs.BOM_UTF8 + text.encode())[1] == text
    assert read(codecs.BOM_UTF16_LE + text.encode("utf-16-le"))[1] == text


@given(st.binary(max_size=60))
def test_any_bytes_are_read_somehow(raw: bytes) -> None:
    read(raw)
