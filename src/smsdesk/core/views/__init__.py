"""What leaves the core for a screen or a script: frozen, cleaned, complete.

Every text in here has been cleaned of control characters (``smsdesk.text.clean``) but may
still look like markup: it must never be parsed as any. Times are aware UTC.
"""
