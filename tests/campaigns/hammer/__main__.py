"""``python -m tests.campaigns.hammer``: end with 1 if anything was lost, doubled or too fast."""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.campaigns.crash.orders import SERVER
from tests.world.postgres import database_of_a_run

from .work import hammer


def main() -> int:
    """Read the options, run, report."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.hammer", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--senders", type=int, default=2, help="processes that send")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="on a server, not on a file")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        if options.postgres:
            url = stack.enter_context(database_of_a_run("smsdesk_hammer"))
            (Path(folder) / SERVER).write_text(url)
        outcome = hammer(
            Path(folder), seconds=options.seconds, senders=options.senders, seed=options.seed
        )
    found, counts = outcome.findings, outcome.findings.counts
    say = sys.stdout.write
    say(
        f"{options.senders} senders and one that syncs, {outcome.seconds:.0f} s:"
        f" {counts['left']} left ({outcome.rate:.1f} a second), {counts['inbound']} came in\n"
        f"lost {len(found.losses)}, duplicates {len(found.doubles)},"
        f" breaches {len(found.breaches)} (pace, order, opt-out, integrity)\n"
    )
    for line in (*found.losses, *found.doubles, *found.breaches)[:20]:
        say(f"  {line}\n")
    say(", ".join(f"{name} {number}" for name, number in sorted(counts.items())) + "\n")
    return 0 if found.clean else 1


if __name__ == "__main__":
    sys.exit(main())
