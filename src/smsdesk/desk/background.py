"""``desk.background``: what the desk does by itself, once or for as long as it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.config.exposure import exposure_lines
from smsdesk.core.background import steps
from smsdesk.core.background.loop import BackgroundLoop
from smsdesk.core.read_models.alerts import Alert, AlertKind
from smsdesk.core.reading import news

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Collection

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.alerts import News
    from smsdesk.core.read_models.events import Event
    from smsdesk.core.read_models.sending import SyncReport


class TellsNews(Protocol):
    """What has happened meanwhile, by whichever process."""

    def news(self, since: int | None, shown: Collection[int] = ()) -> News:
        """Return what has happened since a revision.

        Args:
            since: ``News.revision`` of the last time; ``None`` finds out where to begin.
            shown: messages whose trouble is on the screen: those that are over it are named.
        """


class WorksInBackground(TellsNews, Protocol):
    """The work behind an open desk."""

    def run(
        self,
        stop: threading.Event,
        on_event: Callable[[Event], None],
        *,
        active: Callable[[], bool] = lambda: True,
    ) -> None:
        """Do what ``Background.sync`` does again and again until ``stop`` is set; blocks.

        Args:
            stop: ends it.
            on_event: is called from a thread of the loop.
            active: whether somebody uses the desk: an idle one polls less often.
        """


class Background(WorksInBackground, Protocol):
    """Fetching, transmitting, settling, looking up."""

    def sync(self) -> SyncReport:
        """Take in what is new, settle what is open, transmit what waits, run due lookups."""


class _Background(Background):
    def __init__(self, context: Context) -> None:
        self._context = context

    def news(self, since: int | None, shown: Collection[int] = ()) -> News:
        return news.news(self._context, since, shown)

    def run(
        self,
        stop: threading.Event,
        on_event: Callable[[Event], None],
        *,
        active: Callable[[], bool] = lambda: True,
    ) -> None:
        if lines := exposure_lines(self._context.config):
            on_event(Alert(AlertKind.EXPOSED, "; ".join(lines)))
        BackgroundLoop(self._context, stop, on_event, active).run()

    def sync(self) -> SyncReport:
        return steps.sync(self._context)


def background_of(context: Context) -> Background:
    """Return the face of an open desk."""
    return _Background(context)
