"""What has the focus shows it at once, and nothing is worked out that stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.css.stylesheet import Stylesheet

from smsdesk.tui.conversations.conversation_list import ConversationList
from smsdesk.tui.focus_at_once import SameWithFocus
from smsdesk.tui.thread.pane import ThreadPane
from tests.tui.hosting import open_thread, press, running
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.css.styles import RulesMap
    from textual.dom import DOMNode
    from textual.strip import Strip
    from textual.widget import Widget


async def test_the_focus_shows_in_the_frame_of_the_key() -> None:
    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        box, pane = app.desk_screen.conversation.reply.box, app.desk_screen.conversation.thread_pane
        assert [box.has_focus, pane.has_focus] == [True, False]
        app.desk_screen.set_focus(pane)
        assert [box.has_focus, pane.has_focus] == [False, True]
        app.desk_screen.set_focus(None)
        assert [box.has_focus, pane.has_focus] == [False, False]


@pytest.mark.parametrize("kind", [ConversationList, ThreadPane])
async def test_a_cursor_comes_and_goes_in_that_frame_and_in_no_other(
    kind: type[ConversationList | ThreadPane], monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[bool] = []
    paint = kind.paint_line

    def noted(self: ConversationList | ThreadPane, y: int) -> Strip:
        painted.append(self.has_focus)
        return paint(self, y)  # type: ignore[arg-type]

    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        screen = app.desk_screen
        widget, box = screen.query_one(kind), screen.conversation.reply.box
        screen.conversation.thread_pane.enter()
        box.focus()
        await press(pilot)
        monkeypatch.setattr(kind, "paint_line", noted)
        for focused in (widget, box):
            painted.clear()
            screen.set_focus(focused)
            screen.paint_at_once()
            assert set(painted) == {focused is widget}
            painted.clear()
            await press(pilot)
            await screen.wait_for_refresh()
            assert painted == []


async def test_what_is_said_to_look_the_same_with_the_focus_does() -> None:
    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        same = [one for one in app.desk_screen.walk_children() if isinstance(one, SameWithFocus)]
        assert len(same) == 3, "list, messages and box"
        for widget in same:
            seen = []
            for has_focus in (True, False):
                widget.set_reactive(type(widget).has_focus, has_focus)
                app.stylesheet.update_nodes([widget])
                seen.append(rules_of(widget))
            assert seen[0] == seen[1], widget


def rules_of(widget: Widget) -> dict[str, RulesMap]:
    parts = {name: styles.get_rules() for name, styles in widget._component_styles.items()}
    return {"": widget.styles.get_rules(), **parts}


async def test_no_style_on_the_desk_means_what_is_inside_of_what_has_the_focus() -> None:
    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        for rule in app.stylesheet.rules:
            for selectors in rule.selector_set:
                for selector in selectors.selectors[:-1]:
                    assert "focus-within" not in selector.pseudo_classes, rule.selectors


async def test_the_way_from_the_box_to_the_messages_styles_the_bar_beside_the_box_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    styled: list[str | None] = []
    update = Stylesheet.update_nodes

    def noted(self: Stylesheet, nodes: Iterable[DOMNode], animate: bool = False) -> None:
        nodes = list(nodes)
        styled.extend(node.id for node in nodes)
        update(self, nodes, animate)

    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        monkeypatch.setattr(Stylesheet, "update_nodes", noted)
        app.desk_screen.conversation.thread_pane.focus()
        await press(pilot)
        assert styled == ["writing"]
