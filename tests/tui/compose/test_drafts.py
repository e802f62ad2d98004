"""Unsent texts: nothing that was typed is lost, and nothing sent comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.desk import DeskError
from smsdesk.desk.threads import KeepsDrafts
from smsdesk.tui.compose.drafts import Drafts
from smsdesk.tui.desk_calls import CallQueue

SARAH = "+14155550111"


class Written(KeepsDrafts):
    """What the desk has been told to keep."""

    def __init__(self) -> None:
        self.drafts: dict[str, str] = {}
        self.full = False

    def save_draft(self, number: str, text: str) -> None:
        if self.full:
            raise DeskError("The disk is full.")
        self.drafts[number] = text


def drafts_on(written: Written) -> Drafts:
    return Drafts(written, CallQueue())


async def test_what_was_typed_wins_over_what_was_stored() -> None:
    written = Written()
    drafts = drafts_on(written)
    assert drafts.of(SARAH, "stored") == "stored"
    assert not drafts.keep(SARAH, "stored", stored="stored")
    assert drafts.keep(SARAH, "typed", stored="stored")
    assert drafts.of(SARAH, "stored") == "typed"
    assert await drafts.save()
    assert written.drafts == {SARAH: "typed"}
    assert not await drafts.save()


async def test_a_sent_text_is_no_draft_and_is_not_written() -> None:
    written = Written()
    drafts = drafts_on(written)
    drafts.keep(SARAH, "typed", stored="")
    drafts.sent(SARAH)
    assert drafts.of(SARAH, "typed") == ""
    assert not await drafts.save()


async def test_a_draft_that_could_not_be_written_is_tried_again() -> None:
    written = Written()
    drafts = drafts_on(written)
    drafts.keep(SARAH, "typed", stored="")
    written.full = True
    with pytest.raises(DeskError):
        await drafts.save()
    written.full = False
    assert await drafts.save()
    assert written.drafts == {SARAH: "typed"}


async def test_several_that_come_back_keep_their_order() -> None:
    drafts = drafts_on(Written())
    drafts.keep(SARAH, "typed since", stored="")
    assert drafts.bring_back(SARAH, "one") == "one\ntyped since"
    assert drafts.bring_back(SARAH, "two") == "one\ntwo\ntyped since"
    drafts.sent(SARAH)
    assert drafts.bring_back(SARAH, "three") == "three"


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4), st.text())
def test_nothing_is_lost_when_texts_come_back(texts: list[str], since: str) -> None:
    drafts = drafts_on(Written())
    drafts.keep(SARAH, since, stored="")
    whole = [drafts.bring_back(SARAH, text) for text in texts][-1]
    assert whole.startswith("\n".join(texts))
    assert not since.strip() or whole.endswith(since.lstrip("\n"))
