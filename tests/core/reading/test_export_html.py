"""A thread as one page that needs nothing else: what they wrote is text there, never markup."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.read_models.threads import Bubble
from smsdesk.core.reading.export_text import seen
from smsdesk.terms import Direction, Status
from tests.world.threads import BUBBLES, NIGHT, all_exported, exported


class Page(HTMLParser):
    """Collects the tags of a page and the texts of its messages."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.bodies: list[str] = []
        self._in_body = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._in_body = ("class", "body") in attrs
        if self._in_body:
            self.bodies.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_body = False

    def handle_data(self, data: str) -> None:
        if self._in_body:
            self.bodies[-1] += data


def test_bodies_are_text_and_never_markup() -> None:
    page = Page(exported("html"))
    assert page.bodies == [bubble.text for bubble in BUBBLES]
    assert "b" not in page.tags


def test_the_page_needs_nothing_else() -> None:
    page = all_exported("html")
    assert {"script", "link", "img", "iframe"}.isdisjoint(Page(page).tags)
    assert "default-src 'none'" in page
    assert page.count("<article>") == page.count("</article>") == 2
    assert page.endswith("</html>\n")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_text(text: str) -> None:
    bubble = Bubble(1, Direction.INBOUND, text, Status.RECEIVED, NIGHT)
    assert Page(exported("html", (bubble,))).bodies == [seen(bubble)]
