"""Our colours where a terminal has only sixteen: the meaning stays, and all can be read.

The nearest of sixteen is a poor guess: a dark red and an amber meant for a white page both come
out as the same yellow, which nobody reads on white. So a colour is taken by its hue, as dark or as
bright as its ground asks for; and a ground is either the page, a grey that stands out from it, or
a colour. Many of these terminals (xterm is one) show what is bold in the bright colour of its
kind, and black as a grey: dark text on a bright ground is never bold.
"""

from __future__ import annotations

import colorsys
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color

BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, LIGHT_GREY = range(8)
GREY: Final = 8
WHITE: Final = 15
_BRIGHT: Final = 8

_BRIGHT_GROUNDS: Final = frozenset({WHITE, LIGHT_GREY, GREEN, YELLOW, CYAN})
_ON_WHITE: Final = {YELLOW: MAGENTA, CYAN: BLUE}
"""What stands for a colour that is too bright for a white page."""

_NO_HUE: Final = 0.22
"""Saturation below which a colour is a grey."""

_MUTED: Final = 0.35
"""How far, of 1, a grey may be from its ground and still be a muted text."""

_STANDS_OUT: Final = 0.035
"""How far a ground is from the page at least that is meant to be seen."""

_DYED: Final = 0.3
"""How far a ground with a hue is from the page at least to be a colour of its own."""


class SixteenColours(LineFilter):
    """Turns every colour into one of the terminal's sixteen."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line with other colours.

        Args:
            segments: the line.
            background: the page's colour behind it.
        """
        page = background.rgb
        return [
            Segment(text, style and _style(style, page), control)
            for text, style, control in segments
        ]


@lru_cache(2048)
def _style(style: Style, page: tuple[int, int, int]) -> Style:
    light = _lightness(page) > 0.5
    ground = _ground(_rgb(style.bgcolor) or page, page, light=light)
    colour = _rgb(style.color)
    text = None if colour is None else _text(colour, _rgb(style.bgcolor) or page, ground)
    would_fade = text is not None and text < _BRIGHT and ground in _BRIGHT_GROUNDS
    return style + Style(
        color=None if text is None else _of_terminal(text),
        bgcolor=_of_terminal(ground),
        bold=False if would_fade else None,
    )


def _ground(colour: tuple[int, int, int], page: tuple[int, int, int], *, light: bool) -> int:
    away = max(abs(one - other) for one, other in zip(colour, page, strict=True)) / 255
    if (hue := _hue(colour)) is not None and away > _DYED:
        return hue
    if away > _STANDS_OUT:
        return LIGHT_GREY if light else GREY
    return WHITE if light else BLACK


def _text(colour: tuple[int, int, int], behind: tuple[int, int, int], ground: int) -> int:
    dark_text = ground in _BRIGHT_GROUNDS
    hue = _hue(colour)
    if ground not in (WHITE, BLACK):  # on grey and on a colour only black and white can be read
        return BLACK if dark_text else WHITE
    if hue is None:
        muted = abs(_lightness(colour) - _lightness(behind)) < _MUTED
        if dark_text:
            return GREY if muted else BLACK
        return LIGHT_GREY if muted else WHITE
    if dark_text:
        return _ON_WHITE.get(hue, hue)
    return hue + _BRIGHT


def _hue(colour: tuple[int, int, int]) -> int | None:
    """Return which of the six colours one is, as dark as the terminal has it; ``None``: a grey."""
    if (max(colour) - min(colour)) / 255 < _NO_HUE:
        return None
    degrees = colorsys.rgb_to_hls(*(part / 255 for part in colour))[0] * 360
    for until, found in ((20, RED), (70, YELLOW), (165, GREEN), (195, CYAN), (260, BLUE)):
        if degrees < until:
            return found
    return MAGENTA if degrees < 330 else RED


def _lightness(colour: tuple[int, int, int]) -> float:
    red, green, blue = colour
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def _rgb(colour: RichColor | None) -> tuple[int, int, int] | None:
    if colour is None or colour.is_default:
        return None
    red, green, blue = colour.get_truecolor()
    return red, green, blue


def _of_terminal(number: int) -> RichColor:
    return RichColor.from_ansi(number)
