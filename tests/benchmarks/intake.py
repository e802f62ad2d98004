"""Taking in a firm's history against the bare client's paging through it, nothing kept."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from smsdesk.desk import Desk
from tests.world.people import FIRM

from .carrier import bare_client, config, simulated, table

AIM = 2.0


def measure(messages: int, folder: Path) -> dict[str, float]:
    """Take in so many inbound texts, pages of 1,000; return seconds."""
    with simulated(numbers=max(messages // 20, 1), received=messages, keywords=0.01) as url:
        client = bare_client(url)
        began = time.perf_counter()
        read = sum(1 for _ in client.messages.stream(to=FIRM, page_size=1000))
        floor = time.perf_counter() - began
        client.http_client.client.close()
        with Desk.open(config(url, folder)) as desk:
            began = time.perf_counter()
            report = desk.background.sync()
            ours = time.perf_counter() - began
    if not read == report.received == messages:
        raise RuntimeError(f"{messages} received, {read} read, {report.received} taken in")
    return {
        "messages": messages,
        "desk_s": ours,
        "floor_s": floor,
        "ratio": ours / floor,
        "aim": AIM,
    }


def main() -> int:
    """Read the options, measure, report."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.intake", description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(options.messages, Path(folder))
    if options.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        table(
            f"Taking in {options.messages:,} texts, pages of 1,000",
            {
                "into the desk": f"{figures['desk_s']:.1f} s",
                "bare client, nothing kept": f"{figures['floor_s']:.1f} s",
                "ratio": f"{figures['ratio']:.2f} (at most {AIM})",
            },
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
