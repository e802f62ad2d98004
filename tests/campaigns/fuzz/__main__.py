"""``python -m tests.campaigns.fuzz --seconds 600 [--only phones]``: ends with 1 at a finding.

With atheris (``pip install atheris``) inputs are bent towards code that has not run yet; without
it, and that is said, hypothesis makes them up from what is nearly right.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings

from tests.campaigns.fuzz import made_up, targets

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = (*targets.TEXTS, *targets.BYTES)


def main() -> int:
    """Read the options, run each target for its share of the time, report."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", choices=NAMES)
    options = parser.parse_args()
    names = [options.only] if options.only else list(NAMES)
    guided = importlib.util.find_spec("atheris") is not None
    how = "atheris" if guided else "hypothesis alone: atheris is not installed"
    sys.stdout.write(f"with {how}\n")
    share = options.seconds / len(names) / (2 if guided else 1)
    found = [name for name in names if _made_up(name, share)]
    if guided:
        found += [name for name in names if _guided_apart(name, share)]
    sys.stdout.write(f"findings: {', '.join(dict.fromkeys(found)) or 'none'}\n")
    return 1 if found else 0


def _made_up(name: str, seconds: float) -> bool:
    """Run a target on what hypothesis makes up; return whether it found anything."""
    target: Any = {**targets.TEXTS, **targets.BYTES}[name]
    strategy: Any = {**made_up.TEXTS, **made_up.BYTES}[name]
    count, begun = 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:

        def one(value: Any) -> None:
            nonlocal count
            count += 1
            target(value, Path(folder))

        always = settings(
            max_examples=500,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        fuzzed: Any = given(strategy)
        run: Callable[[], None] = always(fuzzed(one))
        found = False
        while not found and time.monotonic() - begun < seconds:
            try:
                run()
            except Exception:
                found = True
                sys.stdout.write(traceback.format_exc())
    spent = time.monotonic() - begun
    sys.stdout.write(f"{name}: {count:,} made up in {spent:.0f} s\n")
    return found


def _guided_apart(name: str, seconds: float) -> bool:
    """Run a target under atheris in a process of its own, which it ends as it likes."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.campaigns.fuzz.guided", name, f"{seconds:.0f}"],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    last = [line for line in done.stderr.splitlines() if line.startswith("Done ")]
    sys.stdout.write(f"{name}: atheris: {last[-1] if last else f'ended {done.returncode}'}\n")
    if done.returncode:
        sys.stdout.write(f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}\n")
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
