"""A file of people who have opted out: a list from another tool, or a log of messages.

In a list every number of a row counts, whatever its column is called; a row that says "opted out:
no" is none. In a log the lead's side counts, by the direction of the message: who wrote a keyword,
or who could not be reached for having opted out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from smsdesk.core.rules.keywords import Keyword, read_keyword, reads_like_stop
from smsdesk.core.rules.phone import Phone, problem_words
from smsdesk.core.spreadsheets.cells import tidy_cell, tidy_row
from smsdesk.core.spreadsheets.consent_cells import Says, read_consent
from smsdesk.core.spreadsheets.errors import LeadFileError
from smsdesk.core.spreadsheets.header_words import is_opt_out_error, known_answer, plain_text
from smsdesk.core.spreadsheets.observed_columns import Column, observe_columns
from smsdesk.core.spreadsheets.phone_columns import PhoneColumn, with_neighbours
from smsdesk.core.spreadsheets.row_phones import read_column, region_said
from smsdesk.core.spreadsheets.sheet import quote_runs_on
from smsdesk.core.spreadsheets.tables import Table, open_tables
from smsdesk.core.spreadsheets.time_columns import TimeColumn, time_column
from smsdesk.core.spreadsheets.times import has_clock
from smsdesk.terms import PhoneProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo
    from pathlib import Path

    from smsdesk.core.spreadsheets.rows import Row

_EVIDENCE = frozenset({
    "note", "notes", "comment", "comments", "message", "body", "text", "source", "bemerkung",
    "grund", "motif", "motivo", "kommentar", "uwagi",
})  # fmt: skip
_LOCAL_DIGITS, _AREA_DIGITS = 7, 3


class OptOutRow(NamedTuple):
    """One row.

    Attributes:
        line: the line in which the row starts, from 1.
        numbers: in E.164; empty where the row has none that can be read.
        problem: why there is none, in words; empty where there is.
        counts: whether it says that they have opted out.
        happened_at: aware UTC; ``None`` where the file does not say, or not legibly.
        whole_day: whether that is a date without a time: its last moment, then.
        evidence: what the file says about it, in one line; may be empty.
        cells: the row as in the file.
        possible: where it has none, those that only the number plan does not have.
    """

    line: int
    numbers: tuple[str, ...]
    problem: str
    counts: bool
    happened_at: datetime | None
    whole_day: bool
    evidence: str
    cells: tuple[str, ...]
    possible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Log:
    """The columns of a message log."""

    sender: int
    recipient: int
    direction: int | None
    body: int | None
    error: int | None
    own_keywords: frozenset[str]


@dataclass(frozen=True, slots=True)
class OptOutFile:
    """An opt-out list whose columns are known.

    Attributes:
        header: the cells of its header; empty ones where it has none.
        columns: what was taken for what: target to header texts.
    """

    header: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    _table: Table = field(repr=False)
    _phones: tuple[PhoneColumn, ...] = field(repr=False)
    _log: _Log | None = field(repr=False)
    _countries: tuple[int, ...] = field(repr=False)
    _consents: tuple[tuple[int, bool], ...] = field(repr=False)
    _statuses: tuple[int, ...] = field(repr=False)
    _evidence: tuple[int, ...] = field(repr=False)
    _times: TimeColumn = field(repr=False)

    def rows(self) -> Iterator[OptOutRow]:
        """Read the rows as a stream; none is left out but blank ones.

        Raises:
            LeadFileError: the file can no longer be read, or a quote that is not closed has
                swallowed rows: an opt-out that is lost is a text that must not go.
        """
        header_line = self._table.header.line
        for row in self._table.sheet.rows():
            cells = tidy_row(row.cells, len(self.header))
            if row.line <= header_line or not any(cells):
                continue
            if quote_runs_on(row):
                raise LeadFileError(
                    f"{self._table.where}, line {row.line}: a quote is not closed, so the lines to "
                    f"{row.last_line} read as one row; close it or take it out."
                )
            yield self._read(row, cells)

    def _read(self, row: Row, cells: list[str]) -> OptOutRow:
        numbers, problem, possible = self._numbers(cells)
        at = self._times.read(cells)
        whole_day = at is not None and not has_clock(self._times.text(cells))
        return OptOutRow(
            row.line,
            numbers,
            problem,
            self._counts(cells),
            self._times.end_of_day(at) if at is not None and whole_day else at,
            whole_day,
            self._said(cells),
            tuple(row.cells),
            possible,
        )

    def _said(self, cells: Sequence[str]) -> str:
        log = self._log
        if log is not None and log.error is not None and is_opt_out_error(cells[log.error]):
            return cells[log.error]
        return next((cells[place] for place in self._evidence if cells[place]), "")

    def _numbers(self, cells: Sequence[str]) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
        said = region_said(cells, self._countries)
        found: list[tuple[tuple[int, int], str, Phone]] = []
        for column in self._phones_of(cells):
            read_column(column, cells, self._table.region, said, found, everybody=True)
        numbers = tuple(dict.fromkeys(phone.number for _, _, phone in found if phone.number))
        if numbers:
            return numbers, "", ()
        problems = [phone.problem for _, _, phone in found if phone.problem is not None]
        bad = (one for one in problems if one is not PhoneProblem.NONE_ON_FILE)
        possible = tuple(dict.fromkeys(phone.would_be for _, _, phone in found if phone.would_be))
        return (), problem_words(next(bad, PhoneProblem.NONE_ON_FILE)), possible

    def _phones_of(self, cells: Sequence[str]) -> Sequence[PhoneColumn]:
        if self._log is None:
            return self._phones
        side = _side_of_lead(self._log, cells)
        return () if side is None else (PhoneColumn(side, (5, 0)),)

    def _counts(self, cells: Sequence[str]) -> bool:
        if self._log is not None:
            return _log_says_so(self._log, cells)
        for place, denies in self._consents:
            if read_consent(cells[place], denies=denies) is Says.TEXTS:
                return False
        return not any(_says_in(cells[place]) for place in self._statuses)


def open_opt_out_file(
    path: Path,
    zone: tzinfo,
    region: str = "US",
    mapping: Mapping[str, str] | None = None,
    own_keywords: frozenset[str] = frozenset(),
) -> OptOutFile:
    """Find out how an opt-out list is written and what its columns hold.

    Args:
        path: the file.
        zone: what times without a zone are in.
        region: the desk's, two letters.
        mapping: target to header text or ``#2``, as the user has said.
        own_keywords: the firm's, for the texts of a message log.

    Raises:
        LeadFileError: the file cannot be read, or has no column of numbers.
    """
    tables = open_tables(path, region, mapping)
    problem: LeadFileError | None = None
    for table in tables:
        try:
            return _opened(table, zone, region, mapping or {}, own_keywords)
        except LeadFileError as error:
            problem = problem or error
    raise problem or LeadFileError(f"{path} holds nothing.")


def _opened(
    table: Table,
    zone: tzinfo,
    region: str,
    mapping: Mapping[str, str],
    own_keywords: frozenset[str],
) -> OptOutFile:
    header = list(map(tidy_cell, table.header.cells))
    mapped = {target: table.place_of(text) for target, text in mapping.items()}
    columns = observe_columns(header, table.tidy_rows, region)
    log = None if "phone" in mapped else _log_of(columns, own_keywords)
    phones = () if log else _phones(columns, table, mapped)
    times = _times_of(columns, mapped, log is not None)
    evidence = _evidence_of(columns, {column.place for column in phones})
    consents = tuple(
        (c.place, c.meaning.denies)
        for c in columns
        if c.meaning.target == "consent" and c.meaning.channel in {"sms", "all", ""}
    )
    taken = {
        "phone": [column.place for column in phones] or _log_places(log),
        "opted out": [place for place, _denies in consents],
        "when": times,
        "evidence": evidence,
    }
    return OptOutFile(
        header=tuple(header),
        columns={
            what: tuple(header[place] or f"#{place + 1}" for place in places)
            for what, places in taken.items()
            if places
        },
        _table=table,
        _phones=phones,
        _log=log,
        _countries=tuple(c.place for c in columns if c.meaning.target == "country"),
        _consents=consents,
        _statuses=tuple(c.place for c in columns if c.meaning.target == "status"),
        _evidence=tuple(evidence),
        _times=time_column(table.sheet, table.header, times, None, zone=zone, region=region),
    )


def _phones(
    columns: Sequence[Column], table: Table, mapped: Mapping[str, int]
) -> tuple[PhoneColumn, ...]:
    """Return all columns of numbers, whosever they are: every number of a row counts."""
    if "phone" in mapped:
        return with_neighbours([columns[mapped["phone"]]], columns, table.region)
    found = [column for column in columns if column.meaning.target == "phone"]
    if not found:
        found = [column for column in columns if column.meaning.target == "to"]
    if not found:
        found = [
            column
            for column in columns
            if column.meaning.target in {"", "known"}
            and column.profile.mostly(column.profile.phones)
        ]
    if not found and table.headless:
        local = _area_and_local(columns)
        if local:
            return (local,)
    if not found:
        listed = ", ".join(f'"{column.header}"' for column in columns if column.header)
        named = f" The columns are: {listed}." if listed else ""
        raise LeadFileError(
            f"{table.where}: no column is known to hold phone numbers; name it with "
            f'--map phone="...", or leave nothing but the numbers in it.{named}'
        )
    return with_neighbours(found, columns, table.region)


def _area_and_local(columns: Sequence[Column]) -> PhoneColumn | None:
    """Return the pair of columns that US do-not-call lists have: area code and number."""
    for area, local in pairwise(columns):
        pairs = [(a, b) for a, b in zip(area.cells, local.cells, strict=True) if a or b]
        if pairs and all(
            a.isdigit() and b.isdigit() and len(a) == _AREA_DIGITS and len(b) == _LOCAL_DIGITS
            for a, b in pairs
        ):
            return PhoneColumn(local.place, (5, 0), area_code=area.place)
    return None


def _log_of(columns: Sequence[Column], own_keywords: frozenset[str]) -> _Log | None:
    places = {column.meaning.target: column.place for column in reversed(columns)}
    if "to" not in places or "from" not in places:
        return None
    return _Log(
        places["from"],
        places["to"],
        places.get("direction"),
        places.get("body"),
        places.get("error_code"),
        own_keywords,
    )


def _log_places(log: _Log | None) -> list[int]:
    return [] if log is None else [log.sender, log.recipient]


def _is_inbound(log: _Log, cells: Sequence[str]) -> bool | None:
    """Tell whose message a row of a log is; ``None`` where it does not say."""
    if log.direction is not None:
        direction = cells[log.direction]
        if known_answer("inbound", direction):
            return True
        if known_answer("outbound", direction):
            return False
    if log.error is not None and is_opt_out_error(cells[log.error]):
        return False
    if log.body is not None and read_keyword(cells[log.body], log.own_keywords) is Keyword.OPT_OUT:
        return True
    return None


def _side_of_lead(log: _Log, cells: Sequence[str]) -> int | None:
    inbound = _is_inbound(log, cells)
    if inbound is None:
        return None
    return log.sender if inbound else log.recipient


def _log_says_so(log: _Log, cells: Sequence[str]) -> bool:
    if _is_inbound(log, cells):
        said = cells[log.body] if log.body is not None else ""
        keyword = read_keyword(said, log.own_keywords)
        return not said or keyword is Keyword.OPT_OUT or reads_like_stop(said)
    return log.error is None or is_opt_out_error(cells[log.error])


def _says_in(text: str) -> bool:
    return plain_text(text) in {"opted in", "opt in", "subscribed", "optin", "optedin"}


def _times_of(columns: Sequence[Column], mapped: Mapping[str, int], of_log: bool) -> list[int]:  # noqa: FBT001
    if "signed_up_at" in mapped:
        return [mapped["signed_up_at"]]
    dated = [c for c in columns if c.profile.dates or c.profile.time_numbers]
    ranked = [c for c in dated if c.meaning.target == "consent_date"]
    ranked += [c for c in dated if c.meaning.target == "consent" and c.meaning.denies]
    # Where a column says who has opted out, the others' dates are those of sign-ups.
    signups = any(c.meaning.target == "consent" for c in columns)
    ranked += sorted(
        (
            c
            for c in dated
            if c.meaning.target == "signed_up_at" and (c.meaning.rank[0] >= 4 or not signups)
        ),
        key=lambda c: (c.meaning.rank[0] < 4, c.place),
    )
    if of_log:
        ranked += [c for c in dated if c.profile.mostly(c.profile.dates)]
    return [ranked[0].place] if ranked else []


def _evidence_of(columns: Sequence[Column], phones: set[int]) -> list[int]:
    named = [c.place for c in columns if c.meaning.target in {"evidence", "body"}]
    named += [
        c.place for c in columns if plain_text(c.header) in _EVIDENCE and c.place not in named
    ]
    return [place for place in named if place not in phones]
