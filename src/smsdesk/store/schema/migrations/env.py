"""Alembic's entry: the connection and its open transaction come from ``store.schema.ensure``."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from smsdesk.store.schema import models

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()

__all__ = ["models"]
