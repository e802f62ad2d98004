"""What the sample firm and its leads have texted over the last weeks.

Every line is played through the real desk and the simulated carrier, so what became of a text
(delivered, filtered, refused ...) is decided by who is behind the number: ``smsdesk.demo.people``.
"""

from __future__ import annotations

from typing import Final

from smsdesk.demo.mishaps import MISHAPS, OPT_OUTS
from smsdesk.demo.paperwork import PAPERWORK
from smsdesk.demo.script import LEAD, MARIA, ME, TOM, Conversation, Fate, Line, talk, unread

_TODAY: Final = (
    unread(
        "Sarah Berg",
        ("25d 10:02", MARIA, "Hi Sarah, Maria from Harbor Law. Thanks for coming to our webinar!"),
        ("25d 10:20", LEAD, "It was great, I finally understand what a living trust is for"),
        ("25d 10:24", MARIA, "That's lovely to hear. Shall I send you the checklist we mentioned?"),
        ("25d 10:31", LEAD, "Yes please"),
        ("25d 10:33", MARIA, "Here it is: https://example.com/harbor/checklist.pdf"),
        ("3d 16:45", ME, "Hi Sarah, will you join us for Estate planning for new parents?"),
        ("3d 17:10", LEAD, "Signed up just now! Baby is due in March so the timing is perfect"),
        ("3d 17:12", ME, "Congratulations! Bring all your questions."),
        ("11m", LEAD, "Quick one before the webinar: can my sister join from her own computer?"),
        ("10m", LEAD, "She lives in Oregon, if that matters"),
    ),
    unread(
        "+16285550177",
        ("18m", LEAD, "Hello, is this the law office? My neighbor Carol gave me this number"),
        ("17m", LEAD, "I need someone to look at a lease before I sign it"),
    ),
    talk(
        "Dana Whitfield",
        (
            "6d 11:15",
            ME,
            "Hi Dana, here are the slides of Buying your first home: https://example.com/harbor/home",
        ),
        ("6d 12:02", LEAD, "Got them, thank you!"),
        ("31m", LEAD, "Looking forward to the next one"),
    ),
    unread(
        "Camila Restrepo",
        ("9d 14:00", MARIA, "Hi Camila! How did the viewing go? 🏡"),
        ("9d 14:26", LEAD, "We made an offer!!! 🎉🎉🎉"),
        ("9d 14:28", MARIA, "Wonderful 👏 Send me the draft contract before you sign anything"),
        ("2d 18:40", LEAD, "They accepted 😭❤️ 👨‍👩‍👧 signing next week"),
        ("2d 18:52", MARIA, "So happy for you three! 🥳"),
        ("42m", LEAD, "Contract is in your inbox 📬 page 4 scares me 😅"),
    ),
    talk(
        "Annika Vogel",
        ("4d 09:30", LEAD, "Do I need an EIN before I open the business account?"),
        ("4d 09:47", TOM, "Yes, the bank will ask for it. It takes ten minutes on the IRS site."),
        ("16m", TOM, "Hi Annika, did the account get opened?"),
    ),
    Conversation(
        "Jason Pruitt",
        (
            Line("7d 15:05", LEAD, "Can we move our call to later in the week?"),
            Line("7d 15:12", ME, "Of course. Thursday at 4?"),
            Line("7d 15:13", LEAD, "Works"),
            Line("52m", ME, "I'm running 10 minutes late, sorry!", Fate.WAITED),
        ),
    ),
    Conversation(
        "Élodie Marchand",
        (
            Line("5d 10:10", LEAD, "Bonjour! Would the trust cover our apartment in Lyon too?"),
            Line(
                "5d 10:41", ME, "Good question. Let me ask our colleague for cross-border matters."
            ),
            Line("64m", LEAD, "Any news about Lyon?"),
        ),
        draft="Hi Élodie, yes: in short, French property follows French law, but ",
    ),
    talk(
        "Brian Kowalczyk",
        ("3d 09:15", TOM, "Hi Brian, your operating agreement is ready to sign."),
        ("3d 13:00", LEAD, "At work till 6, will do it tonight"),
        ("95m", TOM, "Hi Brian, one signature is still missing on page 7."),
    ),
)

_ORDINARY: Final = (
    talk(
        "Priya Raman",
        ("24d 09:12", TOM, "Hi Priya, Tom at Harbor Law. Did you get the recording?"),
        ("24d 09:40", LEAD, "Yes thanks! Is a handwritten will valid?"),
        ("24d 09:52", TOM, "In California it can be, if all of it is in your own hand."),
        ("24d 10:05", LEAD, "Good to know"),
        ("2d 11:00", TOM, "Hi Priya, we have a free slot for a first talk tomorrow at 3."),
        ("2d 11:32", LEAD, "I'll take it"),
        ("2d 11:33", TOM, "You're in the book."),
    ),
    Conversation(
        "Mei Lin Zhao",
        (
            Line("5d 13:20", MARIA, "Hi Mei Lin, could you send a photo of the notice you got?"),
            Line("5d 13:48", LEAD, "Here", media=("image/jpeg",)),
            Line("5d 13:49", LEAD, "", media=("image/jpeg", "image/jpeg")),
            Line(
                "5d 13:55", MARIA, "Perfect, all readable. You have 30 days to answer, we'll help."
            ),
        ),
    ),
    talk(
        "Tess Hallorann",
        ("8d 16:00", MARIA, "Hi Tess, how is your mother doing?"),
        ("8d 16:45", LEAD, "Better, thank you for asking"),
        ("1d 10:15", MARIA, "Glad to hear it. Shall we go on with the power of attorney?"),
    ),
    talk(
        "María José Ibáñez",
        ("10d 12:00", MARIA, "Hola María José, gracias por venir al seminario."),
        ("10d 12:20", LEAD, "¡Gracias a usted! ¿Habrá uno en español?"),
        ("10d 12:25", MARIA, "Sí, el mes que viene. Le aviso con gusto."),
        ("10d 12:26", LEAD, "Perfecto, muchas gracias"),
    ),
    talk(
        "伊藤 さくら",
        ("9d 17:30", LEAD, "こんにちは。書類は日本語でもいいですか"),
        ("9d 17:55", TOM, "Hi Sakura, yes: send them as they are, we have a translator."),
        ("9d 18:01", LEAD, "Thank you so much"),
    ),
    talk(
        "Tamar Azoulay",
        ("7d 12:40", MARIA, "Hi Tamar, your documents are ready to be picked up."),
        ("7d 13:05", LEAD, "Great, I'll come before שבת"),
        ("7d 13:06", MARIA, "We're here until 3."),
    ),
    talk(
        "Kwame Boateng",
        ("13d 10:00", TOM, "Hi Kwame, have you decided on a name for the company?"),
        ("13d 10:35", LEAD, "Golden Gate Gardens LLC. Is it free?"),
        ("13d 10:50", TOM, "It is! I've reserved it for 60 days."),
    ),
    talk(
        "Latoya Gaines",
        ("18d 15:15", MARIA, "Hi Latoya, do you want to name a guardian in your will?"),
        ("18d 16:30", LEAD, "My sister. Can I name a backup too?"),
        ("18d 16:41", MARIA, "You can, and you should."),
        ("18d 16:44", LEAD, "Then my cousin Andre"),
    ),
    talk(
        "Esteban Llanos",
        ("16d 09:30", ME, "Hi Esteban, your appointment is tomorrow at 11."),
        ("16d 09:33", LEAD, "I'll be there"),
    ),
    talk(
        "Rania Mansour",
        ("15d 11:45", LEAD, "Can the trust own my car?"),
        ("15d 12:10", ME, "It can, but for a car it's rarely worth the trouble."),
        ("15d 12:12", LEAD, "Ok, makes sense"),
    ),
    talk(
        "Marcus Hightower",
        ("11d 18:05", LEAD, "Sorry I missed the live session, is there a recording?"),
        ("10d 09:05", TOM, "There is: https://example.com/harbor/llc-recording"),
        ("10d 09:30", LEAD, "Awesome"),
    ),
    talk(
        "Eleni Papadakis",
        ("20d 14:10", MARIA, "Hi Eleni, shall we review your mother's will together?"),
        ("20d 15:00", LEAD, "Next month, when she's back from Greece"),
        ("20d 15:02", MARIA, "I'll write you then. Safe travels to her!"),
    ),
    talk(
        "Hodan Warsame",
        ("6d 10:00", MARIA, "Hi Hodan, the court has set a date: the 14th at 9 am."),
        ("6d 10:22", LEAD, "Do I have to be there in person?"),
        ("6d 10:30", MARIA, "No, by video is fine. I'll send you the link the day before."),
        ("6d 10:31", LEAD, "Thank you Maria"),
    ),
    talk(
        "Siobhán O'Rourke",
        (
            "4d 14:50",
            ME,
            "Hi Siobhán, here's our list of what to bring:\n- ID\n- the deed\n- tax bill",
        ),
        ("4d 15:20", LEAD, "Is a copy of the deed all right?"),
        ("4d 15:24", ME, "A copy is fine."),
        ("4d 15:25", LEAD, "Grand"),
    ),
    talk(
        "Quinn Abbott",
        ("3d 12:30", LEAD, "Thanks for the call today, that cleared up a lot"),
        ("3d 12:41", TOM, "Happy to help, Quinn."),
    ),
    talk(
        "Rosalind Achebe",
        ("1d 13:05", TOM, "Hi Rosalind, your articles of organization were accepted!"),
        ("1d 13:20", LEAD, "YES! Best news of the week"),
        ("1d 13:22", TOM, "Congratulations, you own a company."),
    ),
    unread(
        "Amy Rasmussen",
        ("1d 16:10", ME, "Hi Amy, has the lender sent the closing disclosure?"),
        ("1d 19:42", LEAD, "It came tonight. The numbers look different from last week's"),
    ),
    talk(
        "Björn Achterberg",
        ("12d 15:30", LEAD, "Which of the trusts did you mean, first party or third party?"),
        ("12d 15:55", TOM, "Third party: it's your money, not your daughter's."),
        ("12d 15:58", LEAD, "Ah. That is the important difference then"),
    ),
)

CONVERSATIONS: Final = (*_TODAY, *OPT_OUTS, *MISHAPS, *_ORDINARY, PAPERWORK)
"""Every thread of the sample firm's past."""
