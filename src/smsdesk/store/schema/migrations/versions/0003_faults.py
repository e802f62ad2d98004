"""A message keeps whose fault its failure is, in words that are no carrier's own.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

needs_programs_closed = True  # a failure that one of before wrote down would be nobody's fault

# What Twilio's codes meant when this step was written; the table in use may have moved on.
_FAULTS: dict[str, tuple[int, ...]] = {
    "invalid_number": (21211, 21217, 21265, 21266, 21268),
    "not_in_service": (30005,),
    "landline": (21635,),
    "landline_claimed": (21614, 30006),
    "opted_out": (21610,),
    "do_not_contact": (30640,),
    "carrier_filtering": (30004, 30007),
    "handset": (30003,),
    "content": (30038, 30039),
    "unroutable": (21214, 21612),
    "quiet_hours": (30610,),
    "fraud_guard": (30450,),
    "lookup": (60008, 60600, 60607, 60610, 60612),
    "not_found": (20404,),
    "throttle": (20429, 21611, 30001, 30022, 30023, 30027, 60611, 60616, 63038),
    "transient": (20500, 20503, 30009, 30017, 30020, 30021, 30036, 30410, 60608, 60613),
    "account": (
        11200, 20003, 20005, 20008, 21421, 21608, 21609, 30002, 30010, 30037, 30044, 60606, 60622,
    ),
    "sender": (
        21212, 21401, 21407, 21601, 21606, 21659, 21660, 21661, 21663, 21701, 21702, 21703, 21704,
        21705, 30024, 30032, 30033, 30034, 30035, 30042,
    ),
    "region": (21408, 21662, 30018, 30040, 30041, 60601, 60614, 60619),
    "our_bug": (
        20001, 21602, 21603, 21604, 21605, 21617, 21618, 21619, 21620, 21623, 21624, 21654, 21655,
        30011, 30019, 30045, 30646, 60617, 60618,
    ),
    "channel": (63003, 63007, 63014, 63016, 63018, 63024, 63036),
}  # fmt: skip

# From these numbers this code was the network's own opt-out.
_NETWORK_OPT_OUT = 30004
_TOLL_FREE = ("+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888")


def upgrade() -> None:
    """Add the column, fill it from the codes that are there, and index what was filtered."""
    op.add_column("message", sa.Column("fault", sa.Text(), nullable=False, server_default=""))
    op.execute(sa.text(_backfill()))
    op.drop_index("ix_message_filtered", "message")
    filtered = sa.text("fault = 'carrier_filtering'")
    op.create_index(
        "ix_message_filtered",
        "message",
        ["happened_at"],
        sqlite_where=filtered,
        postgresql_where=filtered,
    )


def _backfill() -> str:
    starts = ", ".join(f"'{start}'" for start in _TOLL_FREE)
    opted_out = f"error_code = {_NETWORK_OPT_OUT} AND substr(sender, 1, 5) IN ({starts})"
    cases = [f"WHEN {opted_out} THEN 'opted_out'"]
    for fault, codes in _FAULTS.items():
        cases.append(f"WHEN error_code IN ({', '.join(map(str, codes))}) THEN '{fault}'")
    return (
        f"UPDATE message SET fault = CASE {' '.join(cases)} ELSE 'unknown' END"
        " WHERE error_code IS NOT NULL"
    )
