"""Which column holds what: header words, cells and neighbours weighed together.

Nothing here is a special case of a program: a header that nobody has seen is judged by its words,
and one without known words by its cells. Whatever two columns claim with equal right is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.column_profiles import Profile, profile
from smsdesk.core.spreadsheets.consent_cells import is_answer
from smsdesk.core.spreadsheets.countries import region_of, region_of_calling_code
from smsdesk.core.spreadsheets.errors import LeadFileError, UnsureError
from smsdesk.core.spreadsheets.header_meanings import Meaning
from smsdesk.core.spreadsheets.header_rows import meanings_of
from smsdesk.core.spreadsheets.header_words import known_answer, read_words
from smsdesk.core.spreadsheets.phone_cells import read_cell
from smsdesk.text import clip, fold, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NAMES = ("first_name", "last_name", "name")
_PLACES = ("country", "calling_code", "area_code", "state", "zip")


@dataclass(frozen=True, slots=True)
class PhoneColumn:
    """A column of the lead's own phones.

    Attributes:
        place: from 0; less rank is better.
        label: the place of the column that says of each number what it is, or ``None``.
        calling_code: the place of its own column of calling codes, or ``None``.
        area_code: the same of area codes.
        international: whether its numbers come with country codes, with a plus or not.
    """

    place: int
    rank: tuple[int, int]
    label: int | None = None
    calling_code: int | None = None
    area_code: int | None = None
    international: bool = False


@dataclass(frozen=True, slots=True)
class ConsentColumn:
    """A column that says something about consent.

    Attributes:
        acts: whether its *no* is clearly about texts; else it is only counted and named.
        denies: whether a *yes* in it means no texts.
    """

    place: int
    header: str
    acts: bool
    denies: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table has what.

    Attributes:
        places: target to the positions of its columns, from 0, best first.
        phones: the columns of phones, best first.
        consents: those about consent; ``statuses``: those about the signup itself.
        clock: the place of the time of day that belongs to ``signed_up_at``, or ``None``.
        headers: target to the header texts of its columns.
        unused: the header texts that nothing is taken from.
        last_first: whether family names go before given names.
    """

    places: Mapping[str, tuple[int, ...]]
    phones: tuple[PhoneColumn, ...]
    consents: tuple[ConsentColumn, ...]
    statuses: tuple[tuple[int, str], ...]
    clock: int | None
    headers: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...]
    last_first: bool = False


@dataclass(slots=True)
class Column:
    """A column with what its header says, corrected by its cells."""

    place: int
    header: str
    meaning: Meaning
    profile: Profile
    cells: Sequence[str] = field(repr=False)


def judge_columns(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    region: str,
    mapped: Mapping[str, int],
    opt_out: Iterable[int] = (),
    where: str,
) -> Columns:
    """Settle which column is what.

    Args:
        header: the cells of the header, tidy; empty ones for a table without a header.
        rows: the first rows below it, tidy and as wide.
        region: the desk's.
        mapped: target to place, as the user has said: it goes before what is judged.
        opt_out: places of columns whose *yes*, or whose word, means no texts, as the user says.
        where: file and line, for an error.

    Raises:
        LeadFileError: there is no column of phones.
        UnsureError: two columns claim to be it.
    """
    columns = observe_columns(header, rows, region)
    free = [column for column in columns if column.place not in mapped.values()]
    phones, person = _phones(free, mapped, where)
    places: dict[str, tuple[int, ...]] = {t: (place,) for t, place in mapped.items()}
    for target, found in (
        *_names(free, mapped, person, phones),
        *_others(free, mapped),
    ):
        if target not in places and found:
            places[target] = found
    clock = _clock(columns, places.get("signed_up_at", ()))
    mapped_phones = [column for column in columns if column.place in places.get("phone", ())]
    chosen = with_neighbours(phones or mapped_phones, columns, region)
    places["phone"] = tuple(column.place for column in chosen)
    forced = set(opt_out)
    consents = _consents(columns, places, forced)
    statuses = tuple(
        (c.place, c.header) for c in free if c.meaning.target == "status" and c.place not in forced
    )
    used = {place for group in places.values() for place in group}
    used |= {column.place for column in consents if column.acts}
    used |= {clock} if clock is not None else set()
    for one in chosen:
        used |= {
            place for place in (one.label, one.calling_code, one.area_code) if place is not None
        }
    headers = {t: tuple(_titled(header, place) for place in group) for t, group in places.items()}
    return Columns(
        places, chosen, consents, statuses, clock, headers,
        tuple(c.header for c in columns if c.place not in used and c.header),
        _last_first(columns, places),
    )  # fmt: skip


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


def _titled(header: Sequence[str], place: int) -> str:
    return header[place] or f"#{place + 1}"


def _as_cells_say(column: Column) -> Meaning:
    """Let the cells correct what the header says, where they contradict it."""
    meaning, seen = column.meaning, column.profile
    if not seen.filled:
        return meaning
    judge = _JUDGES.get(meaning.target)
    if judge is not None:
        return judge(column) or meaning
    if not meaning.target and meaning.about_texts and seen.mostly(seen.answers):
        return Meaning("consent", channel="sms")
    return meaning


def _judge_phone(column: Column) -> Meaning | None:
    meaning, seen = column.meaning, column.profile
    if meaning.sure or seen.mostly(seen.phones):
        return None
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
    status = seen.mostly(seen.answers) or seen.mostly(seen.names)
    return Meaning("status" if status else "known")


def _judge_event(column: Column) -> Meaning | None:
    return _KNOWN if _no_event(column) else None


def _judge_country(column: Column) -> Meaning | None:
    seen, cells = column.profile, _filled(column)
    if seen.mostly(sum(region_of(cell) is not None for cell in cells)):
        return None
    codes = sum(bool(region_of_calling_code(cell)) for cell in cells)
    return Meaning("calling_code" if seen.mostly(codes) else "known")


def _judge_calling_code(column: Column) -> Meaning | None:
    codes = sum(bool(region_of_calling_code(cell)) for cell in _filled(column))
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
}


def _filled(column: Column) -> list[str]:
    return [cell for cell in column.cells if cell][: max(column.profile.filled, 1)]


def _self_only(header: str) -> bool:
    return read_words(header).senses <= {"self", "role", "number", "filler", "phone"}


def _speaks_of_texts(header: str) -> bool:
    return bool(read_words(header).senses & {"sms", "texting"})


def _no_event(column: Column) -> bool:
    seen = column.profile
    # A ticket's kind is no event.
    admission = column.meaning.rank[0] >= 6 and all(
        known_answer("admission", cell) for cell in _filled(column)
    )
    numbers = sum(cell.replace("-", "").isdigit() for cell in _filled(column))
    return (
        admission
        or seen.mostly(seen.dates)
        or seen.mostly(seen.emails)
        or seen.mostly(numbers)
        or (seen.mostly(seen.answers) and seen.answers == seen.filled)
    )


# -- phones ------------------------------------------------------------------------------------


def _phones(
    columns: Sequence[Column], mapped: Mapping[str, int], where: str
) -> tuple[list[Column], str]:
    """Return the columns of the lead's own phones, best first, and the role they are of."""
    if "phone" in mapped:
        return [], ""
    found = [column for column in columns if column.meaning.target == "phone"]
    sure = [column for column in found if column.meaning.sure]
    own = [column for column in sure if not column.meaning.person]
    firms = [
        column for column in own if column.meaning.rank >= (7, 5) and column.meaning.rank[0] == 7
    ]
    roles = {column.meaning.person for column in sure} - {""}
    if own and not (len(own) == len(firms) and roles):
        # A firm's switchboard is no lead's own phone, as long as there is any other.
        return _ranked([c for c in own if c not in firms] or own, where), ""
    if len(roles) == 1:
        role = roles.pop()
        return _ranked([column for column in sure if column.meaning.person == role], where), role
    if len(roles) > 1:
        raise _unsure(where, "There are phones of several people", _ordered(sure))
    weak = _ordered(column for column in found if not column.meaning.sure)
    named = [column for column in weak if column.meaning.rank < (5, 9)] or weak
    if named:
        if len(named) > 1:
            raise _unsure(where, "Several columns may hold the lead's phone", named)
        return named, named[0].meaning.person
    unknown = [
        column
        for column in columns
        if not column.meaning.target and column.profile.phone_evidence >= 1
    ]
    if len(unknown) > 1:
        raise _unsure(where, "Several columns hold phone numbers", unknown)
    if unknown:
        return unknown, ""
    raise _no_phones(columns, where)


def _ordered(columns: Iterable[Column]) -> list[Column]:
    return sorted(columns, key=lambda column: (column.meaning.rank, column.place))


def _ranked(columns: Sequence[Column], where: str) -> list[Column]:
    """Put columns in order; two of one name that differ are no guess to make."""
    ranked = _ordered(columns)
    by_header: dict[str, Column] = {}
    kept = []
    for column in ranked:
        twin = by_header.setdefault(fold(column.header), column)
        if twin is column:
            kept.append(column)
        elif any(a != b for a, b in zip(twin.cells, column.cells, strict=True)):
            raise _unsure(
                where,
                f"Columns {twin.place + 1} and {column.place + 1} are both called "
                f'"{clip(twin.header, 40)[0]}"',
                [twin, column],
            )
    return kept


def _unsure(where: str, what: str, columns: Sequence[Column]) -> UnsureError:
    options = [(_example(column), f"phone={_reference(column, columns)}") for column in columns]
    commands = " or ".join(f"--map {_quoted(option)}" for _, option in options)
    return UnsureError(
        f"{where}: {what[0].lower() + what[1:]}; say which is the lead's: {commands}.",
        f"{what}. Which is the lead's phone?",
        options,
    )


def _reference(column: Column, among: Sequence[Column]) -> str:
    twins = [other for other in among if fold(other.header) == fold(column.header)]
    return column.header if column.header and len(twins) == 1 else f"#{column.place + 1}"


def _quoted(option: str) -> str:
    target, _, value = option.partition("=")
    return f'{target}="{value}"'


def _example(column: Column) -> str:
    cell = next((cell for cell in column.cells if cell), "")
    name = column.header or f"column {column.place + 1}"
    return f"{name} ({clip(cell, 40)[0]})" if cell else name


def _no_phones(columns: Sequence[Column], where: str) -> LeadFileError:
    """Say that no column is known to hold phones; the likely ones first, all of them named."""
    named = [column for column in columns if column.header]
    likely = sorted(named, key=lambda column: -column.profile.phones)
    guess = likely[0].header if likely and likely[0].profile.phones else "..."
    listed = ", ".join(f'"{clip(one_line(column.header), 60)[0]}"' for column in likely)
    refused = [c for c in named if c.meaning.target == "other" and c.profile.phones]
    hint = ""
    if refused:
        hint = f' ("{clip(refused[0].header, 40)[0]}" reads like somebody else\'s)'
    return LeadFileError(
        f"{where}: no column is known to hold the leads' phone numbers{hint}; name it with "
        f'--map phone="{guess}". The columns are: {listed}.'
    )


def with_neighbours(
    phones: Sequence[Column], columns: Sequence[Column], region: str
) -> tuple[PhoneColumn, ...]:
    """Add to each column of phones those that say whose number it is, and of which kind."""
    labels = _by_stem(columns, "phone_label")
    found = []
    for column in phones:
        stem = _stem(column.header)
        found.append(
            PhoneColumn(
                column.place,
                column.meaning.rank,
                labels.get(stem, labels.get("") if len(phones) == 1 else None),
                _nearest(columns, column.place, "calling_code"),
                _nearest(columns, column.place, "area_code"),
                international=column.meaning.international or _all_international(column, region),
            )
        )
    return tuple(found)


def _stem(header: str) -> str:
    """Return what a phone's header and that of its label share: ``phone 1``."""
    words = read_words(header).main
    kept = [w.text for w in words if not w.senses & {"type", "filler", "number", "self"}]
    return " ".join("phone" if w in {"phone", "telephone", "tel"} else w for w in kept)


def _by_stem(columns: Sequence[Column], target: str) -> dict[str, int]:
    return {
        _stem(column.header): column.place for column in columns if column.meaning.target == target
    }


def _nearest(columns: Sequence[Column], place: int, target: str) -> int | None:
    among = [column.place for column in columns if column.meaning.target == target]
    return min(among, key=lambda other: abs(other - place), default=None)


def _all_international(column: Column, region: str) -> bool:
    """Tell a column whose numbers all carry a country code, though not all of them a plus."""
    bare = [cell for cell in column.cells if cell.isascii() and cell.isdigit() and len(cell) > 6]
    if len(bare) < 2 or any(len(cell) < 11 or cell[0] == "0" for cell in bare):
        return False
    return all(read_cell(f"+{cell}", region).phones[0].phone.problem is None for cell in bare[:100])


# -- everything else ---------------------------------------------------------------------------


def _names(
    columns: Sequence[Column],
    mapped: Mapping[str, int],
    person: str,
    phones: Sequence[Column],
) -> list[tuple[str, tuple[int, ...]]]:
    """Return the places of the lead's names: of the person whose phones are taken."""
    if "name" in mapped:
        return [("preferred", ())]
    taken = {column.place for column in phones}
    named = [c for c in columns if c.meaning.target in _NAMES and c.place not in taken]
    roles = {column.meaning.person for column in named}
    if not person and len(roles) == 1:
        person = roles.pop()  # "Guest name" beside a mere "Phone"
    found: dict[str, list[Column]] = {target: [] for target in _NAMES}
    for column in named:
        if column.meaning.person in {person, ""}:
            found[column.meaning.target].append(column)
    for target, group in found.items():
        group.sort(key=lambda c: (c.meaning.person != person, c.meaning.rank, c.place))
        if any(c.meaning.person == person for c in group):
            found[target] = [c for c in group if c.meaning.person == person]
    if not any(found.values()):
        guesses = [
            c for c in columns
            if not c.meaning.target and c.place not in taken and c.profile.filled
            and c.profile.names == c.profile.filled and not c.profile.answers
            and c.profile.distinct == c.profile.filled
        ]  # fmt: skip
        found["name"] = guesses if len(guesses) == 1 else []
    first = [c for c in found["first_name"] if c.meaning.rank[0] == 0]
    preferred = [c for c in found["first_name"] if c.meaning.rank[0] > 0]
    if first and not found["last_name"] and found["name"]:
        _part_of_name(first[0], found, "last_name")
    elif found["last_name"] and not found["first_name"] and found["name"]:
        _part_of_name(found["last_name"][0], found, "first_name")
        first = found["first_name"]
    return [
        ("first_name", tuple(c.place for c in first or (preferred if not found["name"] else []))),
        ("infix", tuple(c.place for c in columns if c.meaning.target == "infix")),
        ("last_name", tuple(c.place for c in found["last_name"])),
        ("name", tuple(c.place for c in found["name"])),
    ]


def _part_of_name(part: Column, found: dict[str, list[Column]], other: str) -> None:
    """Take ``Nom`` beside ``Prénom`` for the other part, where it does not hold both."""
    full = found["name"][0]
    pairs = [(a, b) for a, b in zip(part.cells, full.cells, strict=True) if a and b]
    whole = sum(fold(a) in fold(b) for a, b in pairs)
    if full.meaning.rank[0] == 1 and (not pairs or 2 * whole < len(pairs)):
        found[other] = [full]
        found["name"] = found["name"][1:]


def _others(
    columns: Sequence[Column], mapped: Mapping[str, int]
) -> list[tuple[str, tuple[int, ...]]]:
    found: list[tuple[str, tuple[int, ...]]] = []
    emails = _of(columns, "email")
    own = [c for c in emails if not c.meaning.person] or emails
    if not own:
        own = [
            c for c in columns
            if not c.meaning.target and c.profile.filled and c.profile.emails == c.profile.filled
        ][:1]  # fmt: skip
    found.append(("email", tuple(c.place for c in own)))
    found.append(("event", tuple(c.place for c in _of(columns, "event")[:1])))
    times = [
        c for c in _of(columns, "signed_up_at")
        if not c.profile.mostly(c.profile.clocks) or c.profile.dates
    ]  # fmt: skip
    times.sort(key=lambda c: not (c.profile.dates or c.profile.time_numbers))
    found.append(("signed_up_at", tuple(c.place for c in times[:1])))
    found += [
        (target, tuple(c.place for c in _of(columns, target)))
        for target in ("country", "state", "zip")
    ]
    found.append(("source_id", _source_id(columns)))
    return found


def _of(columns: Sequence[Column], target: str) -> list[Column]:
    return _ordered(column for column in columns if column.meaning.target == target)


def _source_id(columns: Sequence[Column]) -> tuple[int, ...]:
    """Return the columns that name one signup; Eventbrite numbers orders, and attendees in them."""
    own = [c.place for c in columns if c.meaning.target == "source_id"]
    orders = [c.place for c in columns if c.meaning.target == "order_number"]
    attendees = [c.place for c in columns if c.meaning.target == "attendee_number"]
    if own:
        return (own[0],)
    return (*orders[:1], *attendees[:1]) if attendees else ()


def _clock(columns: Sequence[Column], signed_up_at: tuple[int, ...]) -> int | None:
    """Return the column with the time of day of a date that has none, beside it."""
    if not signed_up_at:
        return None
    date = columns[signed_up_at[0]]
    whole_days = date.profile.dates or date.profile.time_numbers
    if date.profile.times or not whole_days:
        return None
    beside = sorted(columns, key=lambda column: abs(column.place - date.place))
    return next(
        (
            column.place
            for column in beside
            if column.place != date.place
            and column.meaning.target == "signed_up_at"
            and column.profile.mostly(column.profile.clocks)
            and column.profile.clocks > column.profile.dates
        ),
        None,
    )


def _consents(
    columns: Sequence[Column], places: Mapping[str, tuple[int, ...]], forced: set[int]
) -> tuple[ConsentColumn, ...]:
    has_emails = any(columns[place].profile.emails for place in places.get("email", ()))
    taken = {place for group in places.values() for place in group}
    found = []
    for column in columns:
        if column.place in forced:
            negative = column.meaning.denies or column.meaning.target != "consent"
            found.append(ConsentColumn(column.place, column.header, acts=True, denies=negative))
        elif column.place in taken:
            continue
        elif column.meaning.target in {"consent", "consent_date"}:
            acts = _is_about_texts(column, has_emails=has_emails)
            denies = column.meaning.denies
            found.append(ConsentColumn(column.place, column.header, acts=acts, denies=denies))
    return tuple(found)


def _is_about_texts(column: Column, *, has_emails: bool) -> bool:
    """Tell whether a *no* in a column is clearly about texts.

    A column that names no channel is, where it says *opt out* in so many words, or where the
    table has no e-mail addresses that it could be about.
    """
    meaning = column.meaning
    if meaning.channel:
        return meaning.channel in {"sms", "all"}
    if meaning.target == "consent_date":
        return not has_emails
    opts = any(word.text.startswith("opt") for word in read_words(column.header).main)
    if meaning.denies and opts:
        return True
    answers = column.profile.mostly(sum(map(is_answer, _filled(column))))
    return not has_emails and answers


def _last_first(columns: Sequence[Column], places: Mapping[str, tuple[int, ...]]) -> bool:
    """Tell names that are written family name first, as in Japan, China and Korea."""
    cells = [cell for place in places.get("last_name", ()) for cell in columns[place].cells if cell]
    return bool(cells) and all(
        "\u3040" <= cell[0] <= "\u9fff" or "\uac00" <= cell[0] <= "\ud7af" for cell in cells
    )
