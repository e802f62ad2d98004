"""``python -m tests.campaigns.terminals``: what each key does in each terminal that is installed.

Needs Xvfb, xdotool and xclip; a terminal that is not installed is left out. Takes a minute a
terminal. Ends with 1 where Enter does not send, Ctrl+J is no new line, a paste sends, or a
terminal is not given back.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .display import missing
from .terminals import TERMINALS
from .trial import COLUMNS, PASTE, SIGTERM, tried

if TYPE_CHECKING:
    from .trial import Trial

PROMISED = {"Enter": "sends", "Ctrl+J": "new line", PASTE: "text", SIGTERM: "143, whole"}

BEGIN, END = "<!-- table -->", "<!-- /table -->"


def table(trials: dict[str, Trial]) -> str:
    """Return the outcomes as a table in Markdown."""
    rows = [("Terminal", *COLUMNS), tuple("---" for _ in range(len(COLUMNS) + 1))]
    rows += [(name, *(trial.cells.get(c, "") for c in COLUMNS)) for name, trial in trials.items()]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def main() -> int:
    """Read the options, try the terminals, print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.campaigns.terminals", description=__doc__
    )
    parser.add_argument("--only", help="names, with commas between them")
    parser.add_argument("--write", type=Path, help="put the table into this file's place for it")
    options = parser.parse_args()
    if absent := missing():
        sys.stderr.write(f"not installed: {', '.join(absent)}\n")
        return 2
    wanted = options.only.split(",") if options.only else None
    trials: dict[str, Trial] = {}
    for terminal in TERMINALS:
        if wanted is not None and terminal.name not in wanted:
            continue
        if not terminal.installed:
            sys.stderr.write(f"{terminal.name}: not installed\n")
            continue
        trials[terminal.name] = tried(terminal)
        sys.stderr.write(f"{terminal.name}: {trials[terminal.name].cells}\n")
    text = table(trials)
    sys.stdout.write(text)
    if options.write is not None:
        before, _, rest = options.write.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        options.write.write_text(f"{before}{BEGIN}\n{text}{END}{after}", encoding="utf-8")
    kept = all(
        trial.cells.get(name) == promise
        for trial in trials.values()
        for name, promise in PROMISED.items()
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
