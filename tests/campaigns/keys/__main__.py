"""``python -m tests.campaigns.keys``: bursts of keys; ends with 1 if one went astray."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from tests.campaigns.keys.campaign import Pace, run


def main() -> int:
    """Read the options, run, report."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.keys", description=__doc__)
    parser.add_argument("--bursts", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun = time.monotonic()
    found = asyncio.run(run(options.bursts, options.seed, Pace()))
    say = sys.stdout.write
    say(f"{found.bursts} bursts, {found.keys} keys in {time.monotonic() - begun:.0f} s\n")
    for kind in ("wrong_threads", "lost", "joined", "crashes"):
        lines = getattr(found, kind)
        say(f"{kind.replace('_', ' ')}: {len(lines)}\n")
        for line in lines[:10]:
            say(f"  {line}\n")
    return 0 if found.clean else 1


if __name__ == "__main__":
    sys.exit(main())
