"""What leaves the core for a screen or a script: frozen, complete.

A stranger's text is here as it came, with whatever it may do to a terminal: who draws, prints or
files it makes display text of it (``smsdesk.display``). Times are aware UTC.
"""
