"""The carrier: Twilio, or the simulated one behind the same HTTP."""
