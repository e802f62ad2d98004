"""The desk of one agent of a firm, as it is started, on a database that others have open, too.

python -m tests.terminal.agents_desk DATABASE CARRIER AGENT
"""

from __future__ import annotations

import sys

from smsdesk.config import Config, DatabaseConfig, DeskConfig, LookupConfig, TwilioConfig
from smsdesk.desk import Desk
from smsdesk.tui import start
from tests.world.people import ACCOUNT, FIRM, TOKEN


def firms_config(database: str, carrier: str, agent: str) -> Config:
    """Return the configuration of an agent.

    Args:
        database: its path.
        carrier: where the simulated carrier is served.
        agent: who.
    """
    return Config(
        twilio=TwilioConfig(
            account_sid=ACCOUNT, auth_token=TOKEN, from_number=FIRM, base_url=carrier
        ),
        desk=DeskConfig(user=agent, region="US"),
        database=DatabaseConfig(url=f"sqlite:///{database}"),
        lookup=LookupConfig(enabled=False),
    )


def main(database: str, carrier: str, agent: str) -> int:
    config = firms_config(database, carrier, agent)
    return start._run(lambda: Desk.open(config), lambda: None, theme="auto")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
