"""What each column is, by itself: what its header says, corrected by what its cells are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.column_profiles import Profile, profile
from smsdesk.core.spreadsheets.countries import region_of, region_of_calling_code
from smsdesk.core.spreadsheets.header_meanings import PHONE_KINDS, Meaning
from smsdesk.core.spreadsheets.header_rows import meanings_of
from smsdesk.core.spreadsheets.header_words import UNKNOWN, known_answer, plain_text, read_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PLAIN = PHONE_KINDS.index("phone")


@dataclass(slots=True)
class Column:
    """A column with what its header says, corrected by its cells."""

    place: int
    header: str
    meaning: Meaning
    profile: Profile
    cells: Sequence[str] = field(repr=False)

    @property
    def filled(self) -> list[str]:
        """The cells that its profile was made from."""
        return [cell for cell in self.cells if cell][: max(self.profile.filled, 1)]


def observe_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], region: str
) -> list[Column]:
    """Return what each column's header says, where its cells do not contradict it."""
    columns = []
    for place, (cell, meaning) in enumerate(zip(header, meanings_of(header), strict=True)):
        cells = [row[place] for row in rows]
        column = Column(place, cell, meaning, profile(cells, region), cells)
        column.meaning = _as_cells_say(column)
        columns.append(column)
    return columns


def ordered(columns: Iterable[Column]) -> list[Column]:
    """Return columns with those first that claim most."""
    return sorted(columns, key=lambda column: (column.meaning.rank, column.place))


def columns_of(columns: Iterable[Column], target: str) -> list[Column]:
    """Return the columns of one target, best first."""
    return ordered(column for column in columns if column.meaning.target == target)


def _as_cells_say(column: Column) -> Meaning:
    """Let the cells correct what the header says, where they contradict it."""
    meaning, seen = column.meaning, column.profile
    if not seen.filled:
        return meaning
    judge = _JUDGES.get(meaning.target)
    if judge is not None:
        return judge(column) or meaning
    unsettled = meaning.target in {"", "known"}
    if unsettled and meaning.about_texts and seen.mostly(seen.answers):
        return Meaning("consent", channel="sms")
    return meaning


def _judge_phone(column: Column) -> Meaning | None:
    meaning, seen = column.meaning, column.profile
    if meaning.sure:
        return None
    if seen.mostly(seen.phones):
        # A mere "Home" over phones is one; a mere "Number" may be another's.
        known = meaning.rank[0] != _PLAIN and UNKNOWN not in read_words(column.header).senses
        return replace(meaning, sure=True) if known else None
    if seen.answers == seen.filled and not seen.phones:
        texts = meaning.about_texts or _speaks_of_texts(column.header)
        return Meaning("consent", channel="sms" if texts else "", sure=texts)
    if _self_only(column.header) and seen.mostly(seen.names):
        return Meaning("name", (4, 0), sure=False)
    return _KNOWN


def _judge_name(column: Column) -> Meaning | None:
    meaning, seen = column.meaning, column.profile
    if meaning.sure:
        return None
    if seen.mostly(seen.phones):
        return Meaning("phone", (5, 5), meaning.person, sure=False)
    if seen.mostly(seen.emails):
        return Meaning("email", (5, 0), meaning.person, sure=False)
    return None if seen.mostly(seen.names) and not seen.mostly(seen.answers) else _KNOWN


def _judge_time(column: Column) -> Meaning | None:
    seen = column.profile
    timely = seen.mostly(seen.dates + seen.time_numbers + seen.clocks)
    if timely or (column.meaning.sure and not seen.mostly(seen.answers)):
        return None
    if not column.meaning.sure and seen.phone_evidence >= 1:
        return Meaning()  # "Reach me at": the cells say more than the header
    status = seen.mostly(seen.answers) or seen.mostly(seen.names)
    return Meaning("status" if status else "known")


def _judge_event(column: Column) -> Meaning | None:
    return _KNOWN if _no_event(column) else None


def _judge_country(column: Column) -> Meaning | None:
    seen, cells = column.profile, column.filled
    if seen.mostly(sum(region_of(cell) is not None for cell in cells)):
        return None
    codes = sum(bool(region_of_calling_code(cell)) for cell in cells)
    return Meaning("calling_code" if seen.mostly(codes) else "known")


def _judge_calling_code(column: Column) -> Meaning | None:
    codes = sum(bool(region_of_calling_code(cell)) for cell in column.filled)
    return None if column.profile.mostly(codes) else _KNOWN


def _judge_label(column: Column) -> Meaning | None:
    return _KNOWN if column.profile.phones else None


def _judge_email(column: Column) -> Meaning | None:
    seen = column.profile
    asks = not seen.emails and seen.mostly(seen.answers)
    return Meaning("consent", channel="email") if asks else None


def _judge_consent(column: Column) -> Meaning | None:
    seen = column.profile
    return Meaning("phone", (5, 5), sure=False) if seen.mostly(seen.phones) else None


def says_opted_out(column: Column) -> bool:
    """Tell cells that say *opted out*, as texting programs do: mailing ones say *unsubscribed*."""
    return any(plain_text(cell).startswith(("opted out", "opt out")) for cell in column.filled)


def _judge_status(column: Column) -> Meaning | None:
    return Meaning("consent", sure=False) if says_opted_out(column) else None


_KNOWN = Meaning("known")
_JUDGES = {
    "phone": _judge_phone,
    "name": _judge_name,
    "signed_up_at": _judge_time,
    "event": _judge_event,
    "country": _judge_country,
    "calling_code": _judge_calling_code,
    "phone_label": _judge_label,
    "email": _judge_email,
    "consent": _judge_consent,
    "status": _judge_status,
}


def _self_only(header: str) -> bool:
    return read_words(header).senses <= {"self", "role", "number", "filler", "phone"}


def _speaks_of_texts(header: str) -> bool:
    return bool(read_words(header).senses & {"sms", "texting"})


def _no_event(column: Column) -> bool:
    seen = column.profile
    # A ticket's kind is no event.
    admission = column.meaning.rank[0] >= 6 and all(
        known_answer("admission", cell) for cell in column.filled
    )
    numbers = sum(cell.replace("-", "").isdigit() for cell in column.filled)
    return (
        admission
        or seen.mostly(seen.dates)
        or seen.mostly(seen.emails)
        or seen.mostly(numbers)
        or (seen.mostly(seen.answers) and seen.answers == seen.filled)
    )
