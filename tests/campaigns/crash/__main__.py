"""``python -m tests.campaigns.crash``: campaigns side by side; ends with 1 if one failed."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

from tests.world import postgres

from .campaign import run_one

if TYPE_CHECKING:
    from .campaign import Outcome


def main() -> int:
    """Read the options, run, report."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="processes to kill, in all")
    parser.add_argument("--seed", type=int, default=1, help="of the first firm; the next has + 1")
    parser.add_argument("--firms", type=int, default=4, help="firms with a database each")
    parser.add_argument("--at-once", type=int, default=2, help="firms at the same time")
    parser.add_argument("--keep", help="a folder for databases and journals, to look at")
    parser.add_argument("--postgres", action="store_true", help="on a server, not on files")
    options = parser.parse_args()
    if options.postgres and (reason := postgres.why_not()):
        parser.error(reason)
    if options.postgres:
        postgres.begin_run()  # whose server all processes of the run share
    try:
        return _run(options)
    finally:
        postgres.end_run()


def _run(options: argparse.Namespace) -> int:
    share = -(-options.kills // options.firms)
    with ProcessPoolExecutor(options.at_once, mp_context=get_context("spawn")) as pool:
        running = [
            pool.submit(
                run_one,
                share,
                options.seed * 1000 + number,
                options.keep,
                on_server=options.postgres,
            )
            for number in range(options.firms)
        ]
        outcomes = [campaign.result() for campaign in running]
    return _report(outcomes)


def _report(outcomes: list[Outcome]) -> int:
    say = sys.stdout.write
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        found = outcome.findings
        counts.update(found.counts)
        say(
            f"firm {outcome.seed}: {outcome.kills} kills in {outcome.lives} lives,"
            f" {outcome.kills / outcome.seconds:.1f} a second; losses {len(found.losses)},"
            f" doubles {len(found.doubles)}, breaches {len(found.breaches)}\n"
        )
        for kind in ("losses", "doubles", "breaches"):
            for line in getattr(found, kind)[:10]:
                say(f"  {kind}: {line}\n")
    say(f"in all: {sum(outcome.kills for outcome in outcomes)} kills; ")
    say(", ".join(f"{name} {number}" for name, number in sorted(counts.items())) + "\n")
    return 0 if all(outcome.findings.clean for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
