"""What an agent needs for a method of a face: asked of the database at every call.

Faces are the only way into the core, for the screen, the command line and scripts alike. What
only reads, and what the desk does by itself, needs nothing; a text is judged where it is recorded.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from smsdesk.core import agents_on_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.rules.roles import Act

Method = TypeVar("Method", bound="Callable[..., Any]")


def needs(act: Act) -> Callable[[Method], Method]:
    """Let a method be called only by whose role allows ``act``; ``NotAllowedError`` else."""

    def guarded(method: Method) -> Method:
        @wraps(method)
        def checked(face: Any, *args: Any, **named: Any) -> Any:
            agents_on_record.require(face._context, act)  # noqa: SLF001 - every face stands on one
            return method(face, *args, **named)

        checked.__dict__["needs"] = act
        return cast("Method", checked)

    return guarded
