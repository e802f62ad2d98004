"""``python -m tests.campaigns.hammer``: end with 1 if anything was lost, doubled or too fast."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from .work import hammer


def main() -> int:
    """Read the options, run, report."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.hammer", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--senders", type=int, default=2, help="processes that send")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
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
