"""``python -m tests.campaigns.hostile``: strangers' texts everywhere; 1 where one got out."""

from __future__ import annotations

import argparse
import sys
import time

from tests.campaigns.hostile.campaign import run


def main() -> int:
    """Read the options, run, report."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.hostile", description=__doc__)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun = time.monotonic()
    found = run(options.texts, options.seed)
    say = sys.stdout.write
    say(
        f"{found.texts:,} texts, {found.written:,} characters and {found.sequences:,} sequences"
        f" at the terminal in {time.monotonic() - begun:.0f} s\n"
    )
    for kind in ("foreign", "unfit", "moved"):
        lines = getattr(found, kind)
        say(f"{kind}: {len(lines)}\n")
        for line in lines[:10]:
            say(f"  {line}\n")
    return 0 if found.clean else 1


if __name__ == "__main__":
    sys.exit(main())
