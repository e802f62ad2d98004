"""``python -m tests.campaigns.mutants``: which small faults no test would notice.

Every survivor is printed with its line: either a test is missing, or the change means the same.
Ends with 1 where fewer were noticed than asked for.
"""

from __future__ import annotations

import argparse
import fnmatch
import random
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from .mutations import Mutation, mutations_of
from .targets import PACKAGE, TARGETS
from .trial import Bench, watch

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> int:
    """Read the options, try, report."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.mutants", description=__doc__)
    parser.add_argument("--only", default="*", help="files, as 'core/sending/*'")
    parser.add_argument("--each", type=int, default=0, help="changes a file; 0 for all")
    parser.add_argument("--seed", type=int, default=1, help="which ones, where not all")
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--at-least", type=float, default=0.0, help="percent that must be noticed")
    parser.add_argument("--watched", type=Path, help="a folder that keeps which test runs what")
    options = parser.parse_args()
    tried = [
        (target, mutation)
        for target in TARGETS
        if fnmatch.fnmatch(target, options.only)
        for mutation in _drawn(target, options.each, options.seed)
    ]
    noticed: Counter[str] = Counter()
    with (
        _benches(options.at_once, options.watched) as benches,
        ThreadPoolExecutor(options.at_once) as pool,
    ):

        def noticed_by(trial: tuple[str, Mutation]) -> str | None:
            bench = benches.get()
            try:
                return bench.noticed_by(*trial)
            finally:
                benches.put(bench)

        for (target, mutation), by in zip(tried, pool.map(noticed_by, tried), strict=True):
            noticed[target] += by is not None
            if by is None:
                sys.stdout.write(f"not noticed: {target} {mutation}\n")
                sys.stdout.flush()
    return _report(Counter(target for target, _ in tried), noticed, options.at_least)


def _drawn(target: str, count: int, seed: int) -> list[Mutation]:
    found = mutations_of((PACKAGE / target).read_text(encoding="utf-8"))
    if not count or count >= len(found):
        return found
    chance = random.Random(f"{seed} {target}")  # noqa: S311 - reproducible, no secret
    return chance.sample(found, count)


@contextmanager
def _benches(count: int, watched: Path | None) -> Iterator[SimpleQueue[Bench]]:
    """Give so many copies of the source, each for one trial at a time."""
    benches: SimpleQueue[Bench] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="smsdesk-mutants-") as folder:
        asked = watch(watched or Path(folder), count)
        for number in range(count):
            benches.put(Bench(Path(folder) / str(number), asked))
        yield benches


def _report(tried: Counter[str], noticed: Counter[str], at_least: float) -> int:
    for target, count in tried.items():
        sys.stdout.write(f"{target}: {noticed[target]} of {count}\n")
    share = 100 * noticed.total() / max(tried.total(), 1)
    sys.stdout.write(f"in all: {noticed.total()} of {tried.total()} noticed, {share:.1f} %\n")
    return 0 if share >= at_least else 1


if __name__ == "__main__":
    sys.exit(main())
