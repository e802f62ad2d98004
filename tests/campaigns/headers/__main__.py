"""``python -m tests.campaigns.headers``: invented lead files; ends with 1 if one text would err."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.campaigns.headers.campaign import run


def main() -> int:
    """Read the options, run, report."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.headers", description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(options.files, options.seed, Path(folder))
    say = sys.stdout.write
    say(
        f"{found.files} files: {found.right} right, {found.asked} asked, {found.refused} refused; "
        f"{found.rows} rows\n"
    )
    for kind in ("faults", "lost"):
        lines = getattr(found, kind)
        say(f"{kind}: {len(lines)}\n")
        for line in lines[:40]:
            say(f"  {line}\n")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
