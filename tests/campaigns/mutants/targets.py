"""Which files are tried, and which tests are asked about them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
PACKAGE: Final = ROOT / "src" / "smsdesk"

TARGETS: Final = (
    "core/sending/gate.py",
    "core/sending/already_left.py",
    "core/sending/handing_over.py",
    "core/sending/outbox.py",
    "core/sending/copies.py",
    "core/sending/pace.py",
    "core/sending/reconcile.py",
    "core/messages/attempts.py",
    "core/messages/transitions.py",
    "core/receiving/ingest.py",
    "core/receiving/polling.py",
    "core/receiving/unreadable.py",
    "core/receiving/past_failures.py",
    "core/contacts/consent.py",
    "core/contacts/delivery_outcomes.py",
    "core/contacts/auto_block.py",
    "core/rules/send_rules.py",
    "core/rules/consent_state.py",
    "core/rules/delivery_status.py",
    "core/rules/keywords.py",
    "carrier/twilio/client.py",
    "carrier/twilio/http.py",
    "carrier/twilio/messages.py",
    "carrier/twilio/answers.py",
    "carrier/twilio/errors.py",
)
"""The files that hold a promise, in the package."""

TESTS: Final = (
    "tests/core/sending",
    "tests/core/receiving",
    "tests/core/messages",
    "tests/core/contacts",
    "tests/core/rules",
    "tests/core/background",
    "tests/core/test_purging.py",
    "tests/core/test_restoring.py",
    "tests/carrier",
    "tests/desk",
    "tests/campaigns/faults",
)
"""The tests that run in one process and hold a promise."""
