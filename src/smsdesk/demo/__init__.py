"""The demo: a sample firm, Harbor Law, with its leads, its threads and a simulated carrier.

Everything goes the way it goes in production: leads come in by ``Desk.import_leads``, texts
leave through the gate and the outbox over the real Twilio client; only what answers at the other
end is ``smsdesk.carrier.simulator``. So the past of the sample firm is played, not written into
tables: ``build`` lets a clock run through ``threads`` and ``mishaps`` (what was said), with
``webinars`` (who signed up) and ``people`` (how each of them takes a text).

Worth a look, by name: Sarah Berg (three signups), Gerald Novotny (STOP overtook a text), Judith
Farnsworth (a wish to stop, unanswered), Harold Finch-Hatley (no thread yet: opening one finds a
landline), Ronald Stenger and Phyllis Drummond (landlines), Dmitri Gusev (auto-blocked), Skyler
Amundsen (hostile text), Robert Castellan (over 200 texts), Jason Pruitt (a text is held), Dana
Whitfield (text her and she says STOP).
"""

from smsdesk.demo.folder import DemoUnusable
from smsdesk.demo.opening import open_demo

__all__ = ["DemoUnusable", "open_demo"]
