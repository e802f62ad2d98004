"""The rules and the flows: no screen, no Twilio, no SQL dialect."""
