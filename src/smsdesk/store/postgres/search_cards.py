"""Keeping the cards of the lead search: indexes over their words follow the rows by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.store import search_cards as card_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from smsdesk.store.search import CardRecord


def put_cards(connection: Connection, cards: Sequence[CardRecord]) -> None:
    """Make the index say what the cards say; costs little where it says so already."""
    card_table.put(connection, cards)


def add_cards(connection: Connection, cards: Sequence[CardRecord]) -> None:
    """Take in cards of contacts (or of leads without a number) that have none yet."""
    card_table.add(connection, cards)


def remove_cards(connection: Connection, numbers: list[str], lead_ids: list[int]) -> None:
    """Take out the cards of contacts, and of leads without a number."""
    card_table.remove(connection, numbers, lead_ids)
