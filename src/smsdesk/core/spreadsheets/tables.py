"""The table in a file: its header, what stands above it, and what its columns hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.cells import tidy_cell, tidy_row
from smsdesk.core.spreadsheets.column_profiles import is_email
from smsdesk.core.spreadsheets.columns import Columns, judge_columns
from smsdesk.core.spreadsheets.errors import LeadFileError, UnsureError, shown
from smsdesk.core.spreadsheets.header_groups import whole_header
from smsdesk.core.spreadsheets.header_rows import find_header, header_worth, lies_on_its_side
from smsdesk.core.spreadsheets.phone_cells import is_phone
from smsdesk.core.spreadsheets.rows import Row
from smsdesk.core.spreadsheets.sheet import HEADER_WITHIN, open_sheets
from smsdesk.text import clip, fold, one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from smsdesk.core.spreadsheets.sheet import Sheet

TARGETS = (
    "name", "first_name", "last_name", "email", "phone", "event", "signed_up_at", "source_id",
    "country", "state", "zip",
)  # fmt: skip
"""What a column may be mapped to with ``--map``."""

SAMPLE_ROWS = 300
"""How many rows below a header its columns are judged by."""

_OPTION = re.compile(r"\s*([a-z_]+)\s*=\s*(.*?)\s*", re.DOTALL)
_BY_PLACE = re.compile(r"#([1-9]\d{0,3})")


@dataclass(eq=False)
class Table:
    """One sheet, seen as a table.

    Attributes:
        header: its header row; line 0 and empty cells where it has none.
        above: the rows before it.
        where: file, sheet and line, for an error.
    """

    sheet: Sheet
    region: str
    mapping: Mapping[str, str]
    opt_out: Collection[str]
    header: Row
    above: Sequence[Row] = field(default=())
    headless: bool = False

    @property
    def where(self) -> str:
        """Return file, sheet and line in words."""
        sheet = "" if self.sheet.separator else f', sheet "{self.sheet.label}"'
        line = f", line {self.header.line}" if self.header.line else ""
        return f"{shown(self.sheet.path)}{sheet}{line}"

    @cached_property
    def tidy_rows(self) -> list[list[str]]:
        """Return the first rows below the header, tidy and as wide as it."""
        width = len(self.header.cells)
        below = [
            row
            for row in self.sheet.sample
            if row.line > self.header.line and not any(map(str.strip, row.cells[width:]))
        ]
        rows = [tidy_row(row.cells, width)[:width] for row in below]
        return [row for row in rows if sum(map(bool, row)) > 1 or width == 1][:SAMPLE_ROWS]

    @cached_property
    def columns(self) -> Columns:
        """Settle which column is what.

        Raises:
            LeadFileError: there is no column of phones, or one that is named does not exist.
            UnsureError: something must be said first.
        """
        if self.headless and not self.mapping:
            raise self._no_header()
        mapped = {target: self.place_of(text) for target, text in self.mapping.items()}
        return judge_columns(
            list(map(tidy_cell, self.header.cells)),
            self.tidy_rows,
            region=self.region,
            mapped=mapped,
            opt_out=[self.place_of(text) for text in self.opt_out],
            where=self.where,
        )

    def place_of(self, text: str) -> int:
        """Return where a column is that the user names by its header or as ``#3``.

        Raises:
            LeadFileError: there is none, or there are several.
        """
        header = self.header.cells
        places = [place for place, cell in enumerate(header) if _same(cell, text)]
        if len(places) > 1:
            numbers = " and ".join(str(place + 1) for place in places)
            raise LeadFileError(
                f'{self.where}: columns {numbers} are all called "{one_line(text)}"; '
                f"name one by its place, as #{places[0] + 1}."
            )
        by_place = _BY_PLACE.fullmatch(text)
        if not places and by_place and int(by_place[1]) <= len(header):
            return int(by_place[1]) - 1
        if not places:
            listed = ", ".join(
                f'"{clip(one_line(cell), 60)[0]}"' for cell in header if cell.strip()
            )
            raise LeadFileError(
                f'{self.where}: there is no column "{one_line(text)}". The columns are: {listed}.'
            )
        return places[0]

    def _no_header(self) -> UnsureError:
        first = self.tidy_rows[0] if self.tidy_rows else []
        guesses = _guessed_places(self.tidy_rows, self.region)
        said = " ".join(f'--map {target}="#{place + 1}"' for target, place in guesses.items())
        phones = [
            (f"column {place + 1} ({clip(cell, 40)[0]})", f"phone=#{place + 1}")
            for place, cell in enumerate(first)
            if is_phone(cell, self.region)
        ]
        row = ", ".join(clip(cell, 30)[0] for cell in first[:6])
        return UnsureError(
            f"{self.where}: no row of it is a header (the first is: {row}); if its columns are "
            f"these, say so: {said or '--map phone=#2'}.",
            "The file has no header. Which column holds the leads' phone numbers?",
            phones,
        )


def open_tables(
    path: Path,
    region: str,
    mapping: Mapping[str, str] | None = None,
    opt_out: Collection[str] = (),
) -> list[Table]:
    """Open a file and find the header of each of its sheets.

    Args:
        path: the file, whatever its name ends in.
        region: the desk's, two letters.
        mapping: target to header text or ``#3``, as the user has said.
        opt_out: headers of columns that say, the user says, who wants no texts.

    Raises:
        LeadFileError: it is no table.
    """
    mapping = mapping or {}
    for target in mapping:
        if target not in TARGETS:
            raise LeadFileError(_unknown_target(target))
    named = [text for text in (*mapping.values(), *opt_out) if not _BY_PLACE.fullmatch(text)]
    sheets = open_sheets(path, region, lambda cells: header_worth(cells, named, region))
    return [_table(sheet, region, mapping, opt_out, named) for sheet in sheets]


def _table(
    sheet: Sheet,
    region: str,
    mapping: Mapping[str, str],
    opt_out: Collection[str],
    named: Collection[str],
) -> Table:
    place = find_header(sheet.sample[:HEADER_WITHIN], named, region)
    if place is None:
        width = max((len(row.cells) for row in sheet.sample), default=0)
        header = Row(0, 0, [""] * width)
        return Table(sheet, region, mapping, opt_out, header, headless=True)
    header = sheet.sample[place] if named else whole_header(sheet.sample, place, region)
    if lies_on_its_side(sheet.sample[:HEADER_WITHIN], header, region):
        raise LeadFileError(
            f"{shown(sheet.path)}: its leads stand in columns, not in rows; turn it (in a "
            "spreadsheet: copy, paste special, transpose) and import it again."
        )
    return Table(sheet, region, mapping, opt_out, header, above=sheet.sample[:place])


def _guessed_places(rows: Sequence[Sequence[str]], region: str) -> dict[str, int]:
    """Return where phone, e-mail and name would be in a table without a header."""
    guesses: dict[str, int] = {}
    first = rows[0] if rows else ()
    letters = []
    for place, cell in enumerate(first):
        if is_email(cell):
            guesses.setdefault("email", place)
        elif is_phone(cell, region):
            guesses.setdefault("phone", place)
        elif cell and not any(map(str.isdigit, cell)):
            letters.append(place)
    if len(letters) == 1:
        guesses["name"] = letters[0]
    elif len(letters) > 1:
        guesses |= {"first_name": letters[0], "last_name": letters[1]}
    order = [target for target in ("phone", *TARGETS) if target in guesses]
    return {target: guesses[target] for target in order}


def parse_mapping(options: Sequence[str]) -> dict[str, str]:
    """Read ``--map`` options such as ``phone=Cell`` into target to header text.

    Raises:
        LeadFileError: an option has another form, an unknown target, or a target that another
            option has already.
    """
    mapping: dict[str, str] = {}
    for option in options:
        match = _OPTION.fullmatch(option)
        if not match or not match[2]:
            raise LeadFileError(
                f'--map {one_line(option)} cannot be read; write it as --map phone="Cell".'
            )
        target, header = match[1], match[2]
        if target not in TARGETS:
            raise LeadFileError(_unknown_target(target))
        if target in mapping:
            raise LeadFileError(f"--map names {target} twice; name one column for it.")
        mapping[target] = header
    return mapping


def _same(header: str, other: str) -> bool:
    return fold(one_line(header)) == fold(one_line(other))


def _unknown_target(target: str) -> str:
    return f"--map {one_line(target)}: no such target; there are {', '.join(TARGETS)}."
