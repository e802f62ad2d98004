"""What a file is that is no table: told by its bytes, whatever its name says."""

from __future__ import annotations

import re

_CSV = "export the list as CSV or Excel instead"

_MAGIC = (
    (b"%PDF", f"is a PDF; {_CSV}"),
    (b"\x1f\x8b", "is compressed (gzip); unpack it and import the file inside"),
    (b"BZh", "is compressed (bzip2); unpack it and import the file inside"),
    (b"\xfd7zXZ", "is compressed (xz); unpack it and import the file inside"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive; unpack it and import the file inside"),
    (b"Rar!", "is a RAR archive; unpack it and import the file inside"),
    (b"\x89PNG", f"is a picture; {_CSV}"),
    (b"\xff\xd8\xff", f"is a picture; {_CSV}"),
    (b"GIF8", f"is a picture; {_CSV}"),
    (b"{\\rtf", "is a text document (RTF); save the list as CSV instead"),
    (b"SQLite format 3", f"is a database (SQLite); {_CSV}"),
    (b"\x00\x01\x00\x00Standard", f"is an Access database; {_CSV}"),
    (b"!BDN", f"is an Outlook data file (PST); {_CSV}"),
    (b"PAR1", f"is a Parquet file; {_CSV}"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "is a shortcut to a file; import the file itself"),
    (b"MZ", f"is a program; {_CSV}"),
    (b"\x7fELF", f"is a program; {_CSV}"),
)

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"

_WEB_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|table)\b", re.I)
_XML = re.compile(r"\s*<(?:\?xml|[a-z][\w:.-]*[\s>/])", re.I)
_JSON = re.compile(r'\s*(?:\[\s*[\[{]|\{\s*"|\[\s*\])')
_VCARD = re.compile(r"\s*BEGIN:VCARD\b", re.I)
_CALENDAR = re.compile(r"\s*BEGIN:VCALENDAR\b", re.I)
_LDIF = re.compile(r"\s*(?:version:\s*\d+\s+)?dn::?\s", re.I)
_YAML = re.compile(r"---\s*\n\s*-?\s*[\w ]+:\s")
_MAIL = re.compile(r"(?:From |Received:|Return-Path:|MIME-Version:|Delivered-To:)")
# Its second line is a record, too: a list may begin with "ID;Phone".
_SYLK = re.compile(r"ID;P[^\r\n]*[\r\n]+[A-Z]{1,2};[A-Z]")
_SQL = re.compile(
    r"\s*(?:--[^\n]*\n\s*)*(?:INSERT\s+INTO|CREATE\s+TABLE|BEGIN\s+TRANSACTION)\b", re.I
)
_MARKDOWN = re.compile(r"\s*\|[^\n]*\|\s*\n\s*\|(?:\s*:?-+:?\s*\|)+")

_TEXTS = (
    (_VCARD, "is a vCard (address book cards); {out}"),
    (_CALENDAR, f"is a calendar (iCalendar); {_CSV}"),
    (_JSON, f"is JSON; {_CSV}"),
    (_LDIF, f"is an LDIF address book; {_CSV}"),
    (_SQL, f"is SQL; {_CSV}"),
    (_SYLK, "is a SYLK sheet; open it in a spreadsheet and save it as CSV or XLSX"),
    (_MAIL, f"is an e-mail; {_CSV}"),
    (_YAML, f"is YAML; {_CSV}"),
)
_VCARD_OUT = (
    "import it into Google Contacts, Outlook or a spreadsheet and export it from there as CSV"
)


def foreign_bytes(sample: bytes) -> str:
    """Say what a file is that is neither text nor a workbook; empty where it may be either."""
    for magic, sentence in _MAGIC:
        if sample.startswith(magic):
            return sentence
    return ""


def is_workbook(sample: bytes) -> bool:
    """Tell a file that a spreadsheet program may have written, by its container."""
    return sample.startswith((ZIP, OLE))


def foreign_text(text: str) -> str:  # noqa: PLR0911 - one kind of text a line
    """Say what a text is that is no table, and the way out; empty for a table."""
    head = text[:4096].lstrip("\ufeff")
    if _WEB_PAGE.match(head):
        if re.search(r"<table\b", text, re.I):
            return (
                "is a web page (HTML) with a table in it, whatever its name says; open it in a "
                "spreadsheet and save it as CSV or XLSX"
            )
        return "is a web page (HTML); log in where the list comes from and export it as CSV again"
    for pattern, sentence in _TEXTS:
        if pattern.match(head):
            return sentence.format(out=_VCARD_OUT)
    if _XML.match(head):
        if "urn:schemas-microsoft-com:office:spreadsheet" in head:
            return "is an Excel 2003 XML sheet; open it in a spreadsheet and save it as XLSX or CSV"
        return f"is XML; {_CSV}"
    if _MARKDOWN.match(head):
        return f"is a Markdown table; {_CSV}"
    return ""


def is_binary(sample: bytes) -> bool:
    """Tell a file with many control characters; a stray NUL or two are only dirt in a text."""
    controls = sum(sample.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1a\x1b")
    return controls > 4 and controls * 20 > len(sample)
