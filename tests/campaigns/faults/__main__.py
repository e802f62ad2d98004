"""``python -m tests.campaigns.faults``: faults by name, then all mixed by seed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from smsdesk.store.database import open_database
from smsdesk.store.schema.ensure import ensure_schema
from tests.world.firm import Firm, open_firm
from tests.world.postgres import CleanDatabase, database_of_a_run

from .scenarios import SCENARIOS, mix, play

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    NewFirm = Callable[[], AbstractContextManager[Firm]]

ROW = "{:<34} {:<12} {:<10} {:>5} {:>10} {:>8} {:<4}\n"


def main() -> int:
    """Read the options, play, report; end with 1 if an outcome is not the one it has to be."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.faults", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="how many mixtures")
    parser.add_argument("--seed", type=int, default=0, help="of the first mixture")
    parser.add_argument("--postgres", action="store_true", help="on a server, not on files")
    options = parser.parse_args()
    with ExitStack() as stack:
        if options.postgres:
            new_firm = _on_server(stack.enter_context(database_of_a_run("smsdesk_faults")), stack)
        else:
            new_firm = _on_files(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        wrong = _by_name(new_firm)
        wrong += _mixed(new_firm, range(options.seed, options.seed + options.seeds))
    return int(wrong > 0)


def _on_files(folder: Path) -> NewFirm:
    template = folder / "template.db"
    database = open_database(f"sqlite:///{template}")
    ensure_schema(database)
    database.close()
    return lambda: _firm(template)


def _on_server(url: str, stack: ExitStack) -> NewFirm:
    database = CleanDatabase(url)
    stack.callback(database.close)

    def new_firm() -> AbstractContextManager[Firm]:
        database.empty()
        return _firm(Path(), server=url)

    return new_firm


@contextmanager
def _firm(template: Path, server: str = "") -> Iterator[Firm]:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_firm(template, Path(folder), server=server) as firm,
    ):
        yield firm


def _by_name(new_firm: NewFirm) -> int:
    say = sys.stdout.write
    say(ROW.format("fault", "first", "last", "calls", "at carrier", "received", "STOP"))
    wrong = 0
    for scenario in SCENARIOS:
        with new_firm() as firm:
            end = play(firm, scenario)
        right = (
            (end.first, end.last, end.calls) == (scenario.first, scenario.last, scenario.calls)
            and end.at_carrier == int(end.last != "not_sent")
            and end.received == 2
            and end.kept_to_stop
        )
        wrong += not right
        stop = "kept" if end.kept_to_stop else "NO"
        row = (end.first, end.last, end.calls, end.at_carrier, end.received, stop)
        say(ROW.format(scenario.title, *row).rstrip() + ("\n" if right else "  WRONG\n"))
    say(f"{len(SCENARIOS)} faults by name, {wrong} with another outcome than they must have\n")
    return wrong


def _mixed(new_firm: NewFirm, seeds: range) -> int:
    wrong = 0
    for seed in seeds:
        with new_firm() as firm:
            found = mix(firm, seed)
        wrong += bool(found)
        for line in found:
            sys.stdout.write(f"seed {seed}: {line}\n")
    sys.stdout.write(f"{len(seeds)} mixtures by seed, {wrong} with a loss or a double\n")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
