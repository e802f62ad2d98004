"""A script of anybody's own, as the README shows it: run as it stands there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smsdesk.carrier.simulator import SimulatedCarrier
    from tests.cli.conftest import Cli

SARAH = "+14155550111"
README = Path(__file__).parents[2] / "README.md"


def readme_script() -> str:
    """Return the README's one block of Python."""
    _before, begin, rest = README.read_text(encoding="utf-8").partition("```python\n")
    script, end, after = rest.partition("```\n")
    assert begin
    assert end
    assert "```python\n" not in after
    return script


def test_the_readmes_script_finds_a_lead_and_texts_it(
    cli: Cli, environment: dict[str, str], carrier: SimulatedCarrier
) -> None:
    event = ("--event", "Retirement webinar")
    assert cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH, *event).code == 0
    carrier.ledger.receive(SARAH, "Is there a seat left?")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", readme_script()],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        f"Sarah Berg {SARAH} Retirement webinar",
        "sent ",
        "inbound received Is there a seat left?",
        "outbound sent See you at six",
    ]
