"""How the bytes of a CSV file become text: byte order marks, UTF-16, Windows-1252.

A file is looked at through a sample of its first bytes only, so what the sample cannot show
must not matter later: bytes that are no UTF-8 are read as Windows-1252 wherever they turn up,
one by one. Text in Windows-1252 that happens to be well-formed UTF-8 is gibberish in practice
("Ã©"), so one decoder serves both, and files glued together from both, too.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_ERRORS = "smsdesk.windows-1252"

_FORMATS = (
    (b"PK\x03\x04", "is an Excel workbook or a ZIP archive; open it and save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "is an Excel workbook; open it and save the sheet as CSV"),
    (b"%PDF", "is a PDF; export the list as CSV instead"),
    (b"\x1f\x8b", "is compressed; unpack it and import the CSV file inside"),
    (b"\x89PNG", "is a picture; export the list as CSV instead"),
    (b"\xff\xd8\xff", "is a picture; export the list as CSV instead"),
    (b"{\\rtf", "is a text document (RTF); save the list as CSV instead"),
    (b"SQLite format 3", "is a database; export the list as CSV instead"),
)

_EXCEL_PARTS = (b"[Content_Types].xml", b"xl/")

_WEB_PAGE = (b"<!doctype html", b"<html")


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


def detect_encoding(sample: bytes) -> Encoding:
    """Tell the encoding from the first bytes of a file."""
    if sample.startswith(codecs.BOM_UTF8):
        return Encoding("UTF-8", "utf-8-sig", _ERRORS)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("UTF-16", "utf-16", "replace")
    codec = _bare_utf_16(sample)
    if codec:
        return Encoding("UTF-16", codec, "replace")
    return Encoding("UTF-8" if _is_utf_8(sample) else "Windows-1252", "utf-8", _ERRORS)


def decode_sample(sample: bytes, encoding: Encoding) -> str:
    """Decode the beginning of a file, leaving out a character that is cut in two."""
    return codecs.getincrementaldecoder(encoding.codec)(encoding.errors).decode(sample)


def foreign_format(sample: bytes, encoding: Encoding) -> str:
    """Say what a file is that is no text at all, and what to do; empty for text."""
    for magic, sentence in _FORMATS:
        if sample.startswith(magic):
            if any(part in sample for part in _EXCEL_PARTS):
                return "is an Excel workbook; open it and save the sheet as CSV"
            return sentence
    if sample.lstrip().lower().startswith(_WEB_PAGE):
        return "is a web page; log in where the list comes from and export it as CSV again"
    if encoding.label != "UTF-16" and _is_binary(sample):
        return "is not a text file; export the list as CSV"
    return ""


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


def _is_binary(sample: bytes) -> bool:
    """Tell a file with many control characters; a stray NUL or two are only dirt in a text."""
    controls = sum(sample.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1a\x1b")
    return controls > 4 and controls * 20 > len(sample)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error(_ERRORS, _as_windows_1252)
