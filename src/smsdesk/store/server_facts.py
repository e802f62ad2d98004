"""What can be asked of a database's server before anything is trusted to it."""

from __future__ import annotations

from typing import NamedTuple


class ServerFacts(NamedTuple):
    """A server as it answers this host. Times in seconds.

    Attributes:
        version: as it says it, with an encoding of UTF8: others are refused.
        role: as whom it was reached.
        is_superuser: whether that role may do anything at all.
        schema: in which tables are made, empty where there is none.
        can_make_tables: whether the role may make tables in there.
        others_tables: tables of ours in there that belong to another role.
        is_near: whether nothing goes over a network: a socket of this host, or loopback.
        encryption: the protocol's version, empty where nothing is encrypted.
        certificate_checked: whether the server has to prove that it is the one that was named.
        fsync: whether it waits for its disk at all.
        full_page_writes: whether a page that was half written can be mended.
        standbys: ``synchronous_standby_names``: who else must have what is committed.
        waits_for_standbys: whether a commit of ours waits for them.
        commit: how long a commit took; more than was waited for where it took longer.
        round_trip: of a question and its answer, the median of some.
        clock_ahead: the server's clock minus this host's, on the wall.
        statement_timeout: after which it ends a statement of ours, 0 for never.
        keeps_settings: whether what was set on a connection still holds on it: behind a pooler that
            deals connections by transaction it does not.
    """

    version: str
    role: str
    is_superuser: bool
    schema: str
    can_make_tables: bool
    others_tables: int
    is_near: bool
    encryption: str
    certificate_checked: bool
    fsync: bool
    full_page_writes: bool
    standbys: str
    waits_for_standbys: bool
    commit: float
    round_trip: float
    clock_ahead: float
    statement_timeout: float
    keeps_settings: bool
