"""The threads in which something came in between: opt-outs, landlines, filters, hostile text."""

from __future__ import annotations

from typing import Final

from smsdesk.demo.script import LEAD, MARIA, ME, TOM, Conversation, Fate, Line, talk, unread

OPT_OUTS: Final = (
    Conversation(
        "Gerald Novotny",
        (
            Line("21d 09:40", MARIA, "Hi Mr. Novotny, the recording of our webinar is online now."),
            Line("21d 09:44", LEAD, "Thank you"),
            Line("8d 10:05", MARIA, "Would you like to talk to one of our attorneys?", Fate.WAITED),
            Line("8d 10:06", LEAD, "STOP"),
        ),
    ),
    unread(
        "Judith Farnsworth",
        ("14d 11:30", TOM, "Hi Judith, do you have the letters from the probate court at hand?"),
        ("14d 12:15", LEAD, "My brother handles that"),
        ("1d 15:20", TOM, "Hi Judith, could you give us your brother's number?"),
        ("1d 15:58", LEAD, "We went with another firm, please take me off your list"),
    ),
    talk(
        "Ngozi Umeh",
        ("19d 13:10", MARIA, "Hi Ngozi, shall we set up your free consultation?"),
        ("19d 13:11", LEAD, "Stop"),
        ("18d 08:30", LEAD, "START"),
        ("18d 08:31", LEAD, "Sorry, my son had my phone. Yes, a consultation would be good"),
        ("18d 16:40", MARIA, "No problem at all! Thursday at 2 or Friday at 10?"),
        ("18d 16:52", LEAD, "Friday"),
        ("18d 16:53", MARIA, "Friday at 10 it is. 200 Harbor Street, second floor."),
    ),
    Conversation(
        "Walter Lindqvist",
        (Line("6d 09:00", LEAD, "OPT-OUT"),),
    ),
)
"""Somebody does not want to be texted, or did not for a while."""

MISHAPS: Final = (
    talk(
        "Ronald Stenger",
        ("15d 14:20", ME, "Hi Ron, the slides of the webinar are online now."),
    ),
    talk(
        "Phyllis Drummond",
        ("13d 10:30", TOM, "Hi Phyllis, thanks for joining Starting an LLC. Any questions left?"),
    ),
    talk(
        "Dmitri Gusev",
        ("20d 11:00", TOM, "Hi Dmitri, FREE consultation for webinar guests, this week only!!"),
        ("16d 11:00", TOM, "Dmitri, last chance: your FREE consultation at http://example.com/f"),
        ("10d 16:30", TOM, "Hi Dmitri, did you get our offer?"),
    ),
    talk(
        "Terrence Ledbetter",
        ("11d 13:45", MARIA, "Hi Terrence, here is the link to the LLC checklist."),
    ),
    talk(
        "Kofi Asante",
        ("12d 09:10", MARIA, "Hi Kofi, are you coming to the probate clinic on Saturday?"),
        ("4d 17:20", MARIA, "Hi Kofi, we missed you on Saturday. Shall I send the handout?"),
    ),
    talk(
        "Nurul Izzati Osman",
        ("17d 15:00", ME, "Hi Nurul, your questions about the special needs trust are answered."),
    ),
    talk(
        "Nils Öberg",
        ("22d 10:00", TOM, "Hi Nils, a short reminder: the will needs two witnesses."),
    ),
    Conversation(
        "Casey Underhill",
        (
            Line("23d 16:10", LEAD, "What does probate cost in California?"),
            Line("23d 16:25", ME, "It's about 4%", Fate.CANCELED),
            Line(
                "23d 16:27",
                ME,
                "It depends on the estate: 4% of the first $100,000, 3% of the next $100,000,"
                " 2% of the next $800,000, and so on down. A living trust avoids most of it."
                " Would you like us to work it out for your case? It takes us ten minutes and"
                " costs you nothing.",
            ),
            Line("23d 17:02", LEAD, "Wow ok. Yes please"),
        ),
    ),
    Conversation(
        "Skyler Amundsen",
        (
            Line(
                "2d 20:12", LEAD, "hey [/x] [red]is this thing on[/red] [@click=app.bell]tap me[/]"
            ),
            Line(
                "2d 20:13",
                LEAD,
                "\x1b[2J\x1b[31mred\x1b[0m \x1b]52;c;aGFybWxlc3M=\x07 \x9b2J bell\x07"
                " invoice\u202egnp.exe\u202c \u2066isolated\u2069",
            ),
            Line("2d 20:20", ME, "Hi Skyler, we read you loud and clear."),
        ),
    ),
    unread(
        "10155",
        ("1d 08:00", LEAD, "County Clerk: your e-recording account was used to sign in today."),
    ),
)
"""What was said did not arrive, or should not have been said."""
