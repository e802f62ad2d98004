"""What ``smsdesk doctor`` finds, and what each finding means for its exit code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from smsdesk.cli.errors import UNREACHABLE, USAGE

if TYPE_CHECKING:
    from collections.abc import Iterable


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one check.

    Attributes:
        check: what was looked at, in a word or two.
        level: how bad it is.
        says: what was found.
        remedy: what to do about it; empty where there is nothing to do.
        unreachable: whether it fails for want of a connection.
    """

    check: str
    level: Level
    says: str
    remedy: str = ""
    unreachable: bool = False


def fine(check: str, says: str) -> Finding:
    """Return the finding that all is well."""
    return Finding(check, Level.OK, says)


def doubtful(check: str, says: str, remedy: str) -> Finding:
    """Return the finding that something may trouble the agent."""
    return Finding(check, Level.WARN, says, remedy)


def broken(check: str, says: str, remedy: str, *, unreachable: bool = False) -> Finding:
    """Return the finding that smsdesk cannot work like that."""
    return Finding(check, Level.FAIL, says, remedy, unreachable)


def exit_code(findings: Iterable[Finding]) -> int:
    """Return 0, 2 where something has to be set right, 6 where only the network is missing."""
    failures = [finding for finding in findings if finding.level is Level.FAIL]
    if not failures:
        return 0
    return UNREACHABLE if all(finding.unreachable for finding in failures) else USAGE
