"""Whether a server keeps what is promised: pure judgement over what it says of itself.

What a setting means is PostgreSQL's manual's ("Server Configuration"); what is too slow was
measured: one writes at a time, so the firm's texts a second are what one desk's trips leave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.core.read_models.servers import ServerFinding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smsdesk.store.server_facts import ServerFacts

FAR: Final = 0.005
"""Seconds of a round trip from which on a firm feels it."""

CLOCKS_APART: Final = 2.0
"""Seconds between two clocks that agents notice: in the times of their texts."""

COMMIT_AWAY: Final = 2.5
"""Seconds after which a commit is not slow any more, but waits for somebody who is away."""

SHORTEST_STATEMENT: Final = 60.0
"""Seconds that a statement may need: a search never, an index of a large table does."""


def judge(facts: ServerFacts) -> tuple[ServerFinding, ...]:
    """Return what is said of a server, all of it."""
    looks = (_role, _encryption, _durability, _standbys, _latency, _clock, _timeouts)
    head = _fine("server", f"PostgreSQL {facts.version}, UTF-8")
    return (head, *(finding for look in looks for finding in look(facts)))


def sends_nothing(findings: tuple[ServerFinding, ...]) -> bool:
    """Whether no commit would end now: who opened a desk would wait for ever."""
    return any(one.check == "standby" and one.severity is Severity.BROKEN for one in findings)


def _role(facts: ServerFacts) -> Iterator[ServerFinding]:
    if facts.others_tables:
        yield _broken(
            "role",
            f"{facts.others_tables} tables belong to another role than {facts.role}",
            "let it own them: REASSIGN OWNED BY ... TO ..., as an administrator",
        )
    elif not facts.can_make_tables:
        where = f"the schema {facts.schema}" if facts.schema else "any schema"
        yield _broken(
            "role",
            f"{facts.role} may not make tables in {where}",
            f"let it own the database, or GRANT CREATE ON SCHEMA {facts.schema or 'public'} to it",
        )
    elif facts.is_superuser:
        yield _doubtful(
            "role",
            f"{facts.role} is a superuser, who may read and write the whole server",
            "make a role that owns this database and nothing else",
        )
    else:
        yield _fine("role", f"{facts.role} owns what it needs")


def _encryption(facts: ServerFacts) -> Iterator[ServerFinding]:
    if facts.is_near:
        yield _fine("encryption", "none needed: the server is on this host")
    elif not facts.encryption:
        yield _doubtful(
            "encryption",
            "texts and numbers go over the network as they are",
            "turn ssl on at the server, and add ?sslmode=verify-full to database.url",
        )
    elif not facts.certificate_checked:
        yield _doubtful(
            "encryption",
            f"{facts.encryption}, but any server would be believed to be this one",
            "add ?sslmode=verify-full to database.url, with sslrootcert where it needs one",
        )
    else:
        yield _fine("encryption", f"{facts.encryption}, and the server's certificate is checked")


def _durability(facts: ServerFacts) -> Iterator[ServerFinding]:
    why = "a loss of power could lose texts that have left, which would leave again"
    for name, is_on in (("fsync", facts.fsync), ("full_page_writes", facts.full_page_writes)):
        if not is_on:
            yield _broken("durability", f"{name} is off at the server: {why}", f"turn {name} on")
    if facts.fsync and facts.full_page_writes:
        milliseconds = f"{facts.commit * 1000:.1f} ms"
        yield _fine("durability", f"a commit is on the server's disk, in {milliseconds}")


def _standbys(facts: ServerFacts) -> Iterator[ServerFinding]:
    if not facts.standbys:
        return
    named = f"synchronous_standby_names = '{facts.standbys}'"
    if not facts.waits_for_standbys:
        yield _doubtful(
            "standby",
            f"{named}, but our commits wait for none: one that takes over may lack the newest",
            "set synchronous_commit = on for this role, or name no standby",
        )
    elif facts.commit > COMMIT_AWAY:
        yield _broken(
            "standby",
            f"{named}, and none answers: no commit ends, so nothing can be sent",
            "bring it back, or take it out of that setting",
        )
    else:
        yield _fine("standby", f"{named}, and it answers; while it is away, nothing is sent")


def _latency(facts: ServerFacts) -> Iterator[ServerFinding]:
    trip = f"{facts.round_trip * 1000:.1f} ms a round trip"
    if facts.round_trip > FAR:
        yield _doubtful(
            "latency",
            f"{trip}: one writes at a time, and each text takes a few",
            "let the desks run beside the database",
        )
    else:
        yield _fine("latency", trip)


def _clock(facts: ServerFacts) -> Iterator[ServerFinding]:
    apart = abs(facts.clock_ahead)
    if apart > CLOCKS_APART:
        which = "behind" if facts.clock_ahead > 0 else "ahead of"
        yield _doubtful(
            "clock",
            f"this host's clock is {apart:,.0f} s {which} the server's, by which waits are counted",
            "set both by the network (timedatectl set-ntp true)",
        )
    else:
        yield _fine("clock", f"{apart:.1f} s from the server's")


def _timeouts(facts: ServerFacts) -> Iterator[ServerFinding]:
    if not facts.keeps_settings:
        yield _broken(
            "timeouts",
            "what is set on a connection does not stay: is a pooler between?",
            "name the server itself, or let the pooler deal connections by session",
        )
    elif 0 < facts.statement_timeout < SHORTEST_STATEMENT:
        yield _doubtful(
            "timeouts",
            f"the server ends every statement after {facts.statement_timeout:g} s",
            f'ALTER ROLE "{facts.role}" SET statement_timeout = 0',
        )
    else:
        yield _fine("timeouts", "who holds the lock and is silent loses it after 5 s")


def _fine(check: str, says: str) -> ServerFinding:
    return ServerFinding(check, Severity.FINE, says)


def _doubtful(check: str, says: str, remedy: str) -> ServerFinding:
    return ServerFinding(check, Severity.DOUBTFUL, says, remedy)


def _broken(check: str, says: str, remedy: str) -> ServerFinding:
    return ServerFinding(check, Severity.BROKEN, says, remedy)
