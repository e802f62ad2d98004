"""Cells that no spreadsheet computes.

A cell that begins with ``=``, ``+``, ``-`` or ``@`` is a formula to Excel, LibreOffice and Google
Sheets; so is one behind a tab or a return (OWASP, "CSV Injection"), and what leads type into a
form or a text is theirs to choose. Which cells there are is for the reader to say: a
spreadsheet that takes semicolons for the separator begins a cell after each, whatever stands
in quotes, and one that reads line by line begins one at each line. So an apostrophe goes before
every place where a formula could begin, and ``without_guards`` takes exactly those off again.

A sign before nothing but digits is left alone: it computes to itself, and numbers in E.164 are what
these files are for.
"""

from __future__ import annotations

import re

# The wide forms are signs to a spreadsheet set to Japanese.
_SIGNS = "=+@\uff1d\uff0b\uff0d\uff20-"
_SEPARATORS = ",;|\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
# What a spreadsheet may pass over before the sign: quotes, blanks, controls. No separator, so
# that the runs of a cell never overlap and a cell is read once, however long.
_PASSED = (
    "[^\\S\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|['\"\x00-\x08\x0e-\x1b\x1f\x7f\u200b-\u200f\ufeff]"
)
_HARMLESS = f"[ ]*[+-][0-9 ]*+(?:[{_SEPARATORS}]|\\Z)"
_BEGIN = f"(?:^|(?<=[{_SEPARATORS}]))"
_FORMULA = f"(?:{_PASSED})*+[{_SIGNS}]"

_UNGUARDED = re.compile(f"{_BEGIN}(?={_FORMULA})(?!{_HARMLESS})")
_GUARD = re.compile(f"{_BEGIN}'(?={_FORMULA})")
_BREAK_FIRST = re.compile("['\"]*+[\t\r]")
_GUARDED_BREAK = re.compile("'(?=['\"]*+[\t\r])")


def guarded(cell: str) -> str:
    """Return ``cell`` with an apostrophe before whatever a spreadsheet could compute."""
    begun = f"'{cell}" if _BREAK_FIRST.match(cell) else cell
    return _UNGUARDED.sub("'", begun)


def without_guards(cell: str) -> str:
    """Return the cell that ``guarded`` was given."""
    text = _GUARD.sub("", cell)
    return text[1:] if _GUARDED_BREAK.match(text) else text
