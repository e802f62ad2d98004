"""What a file is that is no table: told by its bytes, with a way out for the user."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.formats import (
    foreign_bytes,
    foreign_text,
    is_binary,
    is_workbook,
)


@pytest.mark.parametrize(
    ("sample", "what"),
    [
        (b"%PDF-1.7\n", "is a PDF; export the list as CSV or Excel instead"),
        (b"\x1f\x8b\x08\x00", "is compressed (gzip); unpack it and import the file inside"),
        (b"7z\xbc\xaf\x27\x1c\x00", "is a 7-Zip archive; unpack it and import the file inside"),
        (b"\x89PNG\r\n", "is a picture; export the list as CSV or Excel instead"),
        (b"{\\rtf1\\ansi", "is a text document (RTF); save the list as CSV instead"),
        (b"SQLite format 3\0", "is a database (SQLite); export the list as CSV or Excel instead"),
        (b"L\0\0\0\x01\x14\x02\0\0", "is a shortcut to a file; import the file itself"),
        (b"PK\x03\x04", ""),
        (b"\xd0\xcf\x11\xe0", ""),
        (b"Name,Phone\n", ""),
        (b"MZ\x90\0", "is a program; export the list as CSV or Excel instead"),
        (b"", ""),
    ],
)
def test_bytes(sample: bytes, what: str) -> None:
    assert foreign_bytes(sample) == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<!DOCTYPE html><title>Log in</title>", "a web page (HTML); log in"),
        ("\ufeff\n<!-- x --><HTML><body>", "a web page (HTML); log in"),
        ("<html><body><table border=1><tr>", "a web page (HTML) with a table in it"),
        ("<table><tr><td>Name", "a web page (HTML) with a table in it"),
        ("BEGIN:VCARD\nVERSION:3.0", "a vCard"),
        ("BEGIN:VCALENDAR", "a calendar"),
        ('[{"name": "Ann"}]', "JSON"),
        ('{"leads": []}', "JSON"),
        ("[]", "JSON"),
        ("dn: cn=Ann,o=x", "an LDIF address book"),
        ("-- dump\nINSERT INTO lead VALUES", "SQL"),
        ("ID;PWXL;N;E\r\nP;PGeneral", "a SYLK sheet"),
        ("Received: from x", "an e-mail"),
        ("---\n- name: Ann", "YAML"),
        ('<?xml version="1.0"?><leads>', "XML"),
        (
            '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "an Excel 2003 XML sheet",
        ),
        ("| Name | Phone |\n|------|:-----:|\n", "a Markdown table"),
    ],
)
def test_texts_that_are_no_tables(text: str, what: str) -> None:
    assert foreign_text(text).startswith(f"is {what}")


@pytest.mark.parametrize(
    "text",
    [
        "Name,Phone\nAnn,4155550111\n",
        "From,To,Body\n",
        "ID;Phone\n1;2\n",
        "ID;Prénom;Téléphone\nA17;Zoé;0612345678\n",
        "[Name],[Phone]\n",
        "Name|Phone\n|4155550111\n",
        "| Name | Phone |\n| Ann | 4155550111 |\n",
        "{name},Phone\n",
        "Insert date,Phone\n",
        "Begin,End,Phone\n",
        "---,---\nName,Phone\n",
        "",
    ],
)
def test_a_table_that_begins_alike_is_one(text: str) -> None:
    assert foreign_text(text) == ""


@pytest.mark.parametrize(
    ("sample", "workbook"),
    [(b"PK\x03\x04...", True), (b"\xd0\xcf\x11\xe0", True), (b"PK,Phone\n", False), (b"", False)],
)
def test_a_workbook_is_told_by_its_container(sample: bytes, *, workbook: bool) -> None:
    assert is_workbook(sample) is workbook


@pytest.mark.parametrize(
    ("sample", "binary"),
    [
        (bytes(range(256)), True),
        (b"Ann,4155550111\n" * 9 + b"\0\0", False),
        (b"\x01\x02\x03\x04\x05", True),
        (b"\x01\x02\x03\x04", False),
        (b"a,b\r\n\tc\x1a", False),
        (b"", False),
    ],
)
def test_dirt_in_a_text_makes_no_binary_file_of_it(sample: bytes, *, binary: bool) -> None:
    assert is_binary(sample) is binary


@given(st.text(max_size=40))
def test_no_text_of_letters_is_a_binary_file(text: str) -> None:
    assert not is_binary("".join(char for char in text if char.isprintable()).encode())
