"""``python -m tests.campaigns.restored``: firms by seed; ends with 1 if one sent a text twice."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from smsdesk.store.database import open_database
from smsdesk.store.schema.ensure import ensure_schema
from tests.world.firm import open_firm

from .play import Play


def main() -> int:
    """Read the options, play, report."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.restored", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many firms")
    parser.add_argument("--seed", type=int, default=0, help="of the first firm")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.db"
        database = open_database(f"sqlite:///{template}")
        ensure_schema(database)
        database.close()
        for seed in range(options.seed, options.seed + options.seeds):
            with tempfile.TemporaryDirectory() as own, open_firm(template, Path(own)) as firm:
                tally = Play(firm, seed).run()
            counts.update(tally.counts)
            wrong += bool(tally.wrong)
            for line in tally.wrong:
                sys.stdout.write(f"seed {seed}: {line}\n")
    told = ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))
    sys.stdout.write(f"{options.seeds} firms, {wrong} with something wrong; {told}\n")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
