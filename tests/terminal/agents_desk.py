"""The desk of one agent of a firm, as it is started, on a database that others have open, too.

python -m tests.terminal.agents_desk DATABASE CARRIER AGENT
"""

from __future__ import annotations

import sys

from smsdesk.desk import Desk
from smsdesk.tui import start
from tests.world.shared_firm import firms_config


def main(database: str, carrier: str, agent: str) -> int:
    config = firms_config(database, carrier, agent)
    return start._run(lambda tell: Desk.open(config, tell=tell), lambda: None, theme="auto")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
