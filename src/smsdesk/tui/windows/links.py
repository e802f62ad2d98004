"""What an agent is asked before a link of a stranger is opened or copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.display import DisplayText, joined, one_line, phrase

if TYPE_CHECKING:
    from smsdesk.web_links import Link

LONGEST_SHOWN: Final = 300
"""Characters of an address that are shown: the window must fit the screen with its answers."""


def question_about(link: Link, *, copies: bool = False) -> tuple[DisplayText, DisplayText]:
    """Return the question, which names the real host, and what else is to be known.

    Args:
        link: where it leads.
        copies: whether it is copied, not opened.
    """
    lines = [one_line(link.url, longest=LONGEST_SHOWN)]
    if link.reads:
        lines.append(
            phrase(
                "The browser may show it as {reads}. Letters of other alphabets can look like"
                " those of a name that you know.",
                reads=link.reads,
            )
        )
    question = "Copy the link to {host}?" if copies else "Open a page of {host}?"
    return phrase(question, host=link.host), joined("\n", lines)
