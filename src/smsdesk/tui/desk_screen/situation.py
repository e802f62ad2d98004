"""What can be done right now, for the footer, the palette and the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.terms import Code
from smsdesk.tui.commands import Place, Situation
from smsdesk.tui.thread.message_choice import is_doubtful, is_planned, link_in

if TYPE_CHECKING:
    from smsdesk.tui.thread.conversation_pane import ConversationPane


def situation_with(
    conversation: ConversationPane,
    *,
    place: Place,
    listed: bool,
    can_go_back: bool,
    list_behind: bool,
    searched: bool,
    restricted: bool,
) -> Situation:
    """Return what can be done on an open desk.

    Args:
        conversation: what is in view; it may be nobody's yet.
        place: where the focus is.
        listed: whether the list shows a conversation.
        can_go_back: whether Escape has something to close.
        searched: whether texts have been searched.
        restricted: whether the desk only reads and texts.
        list_behind: whether that is the conversation, over the list of a narrow terminal.
    """
    thread = conversation.thread
    if thread is None:
        return Situation(
            ready=True, back=can_go_back, place=place, listed=listed, restricted=restricted
        )
    again = conversation.to_send_again() if conversation.has_box else None
    waiting = conversation.at_hand(lambda bubble: bubble.can_cancel)
    return Situation(
        ready=True,
        thread=True,
        conversation=bool(thread.bubbles),
        nothing_to_delete=place is not Place.BOX or not conversation.reply.box.text,
        writing=conversation.has_box,
        question=thread.question is not None,
        stale=conversation.sight.is_asking,
        known_sender=not thread.head.read_only and thread.verdict.code is not Code.OPTED_OUT,
        again=again is not None,
        first_time=again is not None and not again.can_retry,
        waiting=waiting is not None,
        doubtful=waiting is not None and is_doubtful(waiting),
        can_plan=conversation.has_box
        and (
            bool(conversation.reply.box.text.strip())
            or conversation.at_hand(is_planned) is not None
        ),
        message=conversation.at_hand() is not None,
        link=conversation.at_hand(lambda bubble: bool(link_in(bubble))) is not None,
        back=can_go_back,
        list_behind=list_behind,
        searched=searched,
        restricted=restricted,
        place=place,
        listed=listed,
    )
