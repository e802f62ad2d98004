"""The signups of a file as a stream: read, judged, and put in the order of their numbers.

A large file is read by a process of its own, so that the phones of the next thousand rows are
judged while these are written. It holds a file open and nothing else: no database, no carrier.
"""

from __future__ import annotations

import multiprocessing
import signal
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from smsdesk.core.leads.lead_file import Choices, LeadFileError, open_lead_file
from smsdesk.core.leads.lead_row import FOOTERS
from smsdesk.core.leads.preparing import ReadLead, read_lead
from smsdesk.core.rules.phone import problem_words
from smsdesk.store.tables.leads import NewLead

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from datetime import tzinfo
    from multiprocessing.connection import Connection
    from pathlib import Path

    from smsdesk.core.leads.lead_file import LeadFile
    from smsdesk.core.leads.lead_row import LeadRow

BATCH = 1000
"""Rows a transaction: the write lock is held for some 50 ms, and 100 where the index tidies up.

Of fewer rows the search index makes more parts, which are merged again and again.
"""

RUN = 20_000
"""Rows that are put in the order of their numbers, to write an index's pages in order.

Written as they come, a million rows touch four pages each at random; two runs are in memory,
at less than a kilobyte a row.
"""

LARGE = 2_000_000
"""Bytes from which a process of its own is worth its start of a third of a second."""


@dataclass(frozen=True, slots=True)
class Source:
    """A lead file and how to read it.

    Attributes:
        choices: what the user has said about it.
        zone: what times without a zone are in.
        region: for phones without a country code.
        imported_at: in microseconds; a later row counts as one microsecond later.
        rejects: whether rejected rows are wanted, not only their number.
        import_id: of the import that the leads come with.
    """

    path: Path
    choices: Choices
    zone: tzinfo
    region: str
    imported_at: int
    rejects: bool
    import_id: int | None = None

    def open(self) -> LeadFile:
        """Open the file.

        Raises:
            LeadFileError: as ``open_lead_file``.
        """
        return open_lead_file(self.path, zone=self.zone, region=self.region, choices=self.choices)


class Chunk(NamedTuple):
    """Signups for one transaction, and what was passed on the way to them.

    Attributes:
        leads: by number within a run of rows.
        rows: how many rows have been read so far.
        unreadable: how many of these were none, so far; the footers are among them.
        bytes_read: how much of the file, so far.
        rejected: rows and reasons, since the chunk before.
        skipped: how many rows were left out because the user said so, so far.
        doubts: what rows say that is no clear word about texts, counted so far.
        footers: how many rows were totals and other footers, so far.
    """

    leads: list[ReadLead]
    rows: int
    unreadable: int
    bytes_read: int
    rejected: list[tuple[LeadRow, str]]
    skipped: int = 0
    doubts: Mapping[tuple[str, str], int] = MappingProxyType({})
    footers: int = 0


@dataclass
class _Passed:
    rows: int = 0
    skipped: int = 0
    unreadable: int = 0
    footers: int = 0
    rejected: list[tuple[LeadRow, str]] = field(default_factory=list)


def chunks(source: Source, file: LeadFile) -> Generator[Chunk]:
    """Yield a file's signups, one transaction's at a time.

    Where the file breaks off, what came before is yielded first.

    Raises:
        LeadFileError: the file cannot be read on.
    """
    return _from_process(source) if file.size_bytes >= LARGE else _read(source, file)


def _read(source: Source, file: LeadFile) -> Generator[Chunk]:
    """Yield chunks; the next run is read piece by piece while one is taken.

    So whoever waits for the write lock finds it free between two transactions.
    """
    passed = _Passed()
    broken: list[LeadFileError] = []
    rows = _until_broken(_leads(source, file, passed), broken)
    run = list(islice(rows, RUN))
    while run:
        run.sort(key=_number)
        following: list[ReadLead] = []
        for start in range(0, len(run), BATCH):
            yield _chunk(run[start : start + BATCH], file, passed)
            following += islice(rows, BATCH)
        run = following
    yield _chunk([], file, passed)
    if broken:
        raise broken[0]


def _chunk(leads: list[ReadLead], file: LeadFile, passed: _Passed) -> Chunk:
    rejected, passed.rejected = passed.rejected, []
    doubts = dict(file.doubts.counts)
    return Chunk(
        leads,
        passed.rows,
        passed.unreadable,
        file.bytes_read,
        rejected,
        passed.skipped,
        doubts,
        passed.footers,
    )


def _leads(source: Source, file: LeadFile, passed: _Passed) -> Iterator[ReadLead]:
    for row in file.rows():
        passed.rows += 1
        if row.problem:
            if row.skipped:
                passed.skipped += 1
            else:
                passed.unreadable += 1
                passed.footers += row.problem in FOOTERS
            if source.rejects and not row.skipped:
                passed.rejected.append((row, row.problem))
            continue
        if row.read.problem is not None and source.rejects:
            passed.rejected.append((row, problem_words(row.read.problem)))
        yield read_lead(row, source.imported_at + passed.rows, source.import_id)


def _until_broken(read: Iterator[ReadLead], broken: list[LeadFileError]) -> Iterator[ReadLead]:
    try:
        yield from read
    except LeadFileError as error:
        broken.append(error)


def _number(read: ReadLead) -> str:
    return read.lead.number or ""


def _from_process(source: Source) -> Generator[Chunk]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs, source), daemon=True)
    process.start()
    theirs.close()
    try:
        while True:
            told = ours.recv()
            if told is None:
                return
            if isinstance(told, Exception):
                raise told
            leads, *rest = told
            yield Chunk([ReadLead(NewLead._make(lead), *words) for lead, *words in leads], *rest)
    except (EOFError, OSError):  # between two messages, or within one
        raise LeadFileError(
            f"{source.path}: the process that reads it was ended from outside; import it again, "
            "what was read is kept."
        ) from None
    finally:
        ours.close()
        process.terminate()
        process.join()


def _serve(to: Connection, source: Source) -> None:
    """Send the chunks of a file, then ``None`` or the error that ended them.

    As plain tuples: naming the type of every row would take longer than to read it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the importing process's to answer
    try:
        file = source.open()
        for chunk in _read(source, file):
            leads = [(tuple(read.lead), *read[1:]) for read in chunk.leads]
            to.send((leads, *chunk[1:]))
        to.send(None)
    except BrokenPipeError:
        return  # nobody reads any more
    except Exception as error:  # told where the user is
        to.send(error)
