"""Painting from front to back: what is covered is not painted, nor is what stays as it is.

Textual asks every widget for all its lines in every frame, also for those behind another widget
and for those on which nothing has changed, and then drops most of them: for one line it goes
through all lines of the screen, once for each of the widgets that lie over one another.
"""

from __future__ import annotations

from contextlib import nullcontext
from itertools import pairwise
from typing import TYPE_CHECKING

from textual._compositor import Compositor
from textual.geometry import Region

from smsdesk.tui.text.places import with_places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textual._compositor import ChopsUpdate, LayoutUpdate
    from textual.strip import Strip
    from textual.widget import Widget as Base
else:
    Base = object

Spans = dict[int, list[tuple[int, int]]]
"""Of each line that is painted: from which column on, and up to but not which."""


class FrontToBack(Compositor):
    """Textual's compositor; the terminal gets the same from it."""

    def __init__(self) -> None:
        super().__init__()
        self._spans: Spans | None = None
        """What is being painted; ``None`` for the whole of every line."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Paint what has changed."""
        spans: Spans = {}
        for y, left, right in self._regions_to_spans(self._dirty_regions):
            spans.setdefault(y, []).append((left, right))
        self._spans = spans
        try:
            return super().render_partial_update()
        finally:
            self._spans = None

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:  # noqa: FBT001, FBT002 - Textual's own
        """Paint all; ``simplify`` for a picture."""
        with with_places() if simplify else nullcontext():
            return super().render_full_update(simplify)

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        """Return the pieces of every line, by the columns at which they begin."""
        cuts = self.cuts
        lines = [y for y in crop.line_range if is_rendered_line(y)]
        missing = {y: self._wanted(y) for y in lines}
        painted: list[dict[int, Strip | None]] = [dict.fromkeys(line[:-1]) for line in cuts]
        for widget, (region, clip) in self.visible_widgets.items():
            area = region.intersection(clip)
            left, right = area.column_span
            due = [
                y
                for y in area.line_range
                if (of_line := missing.get(y)) and any(left <= cut < right for cut in of_line)
            ]
            if not due:
                continue
            top, height = due[0], due[-1] + 1 - due[0]
            offset = left - region.x, top - region.y
            strips = widget.render_lines(Region(*offset, area.width, height))
            for y in due:
                inside = [cut for cut in cuts[y] if left <= cut <= right]
                pieces = strips[y - top].divide([cut - left for cut in inside[1:]])
                of_line = missing[y]
                for cut, piece in zip(inside, pieces, strict=False):
                    if cut in of_line:
                        painted[y][cut] = piece
                        of_line.remove(cut)
        return painted  # type: ignore[return-value]

    def _wanted(self, y: int) -> set[int]:
        """Return where the pieces of a line begin that are painted."""
        cuts = self.cuts[y]
        if self._spans is None:
            return set(cuts[:-1])
        return set(_touched(cuts, self._spans[y]))


class PaintedFrontToBack(Base):
    """To be mixed into a screen."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._compositor: Compositor = FrontToBack()


def _touched(cuts: Sequence[int], spans: Iterable[tuple[int, int]]) -> Iterable[int]:
    for left, right in spans:
        for begin, end in pairwise(cuts):
            if begin < right and end > left:
                yield begin
