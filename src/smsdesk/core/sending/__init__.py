"""A text's way out: the gate, the outbox, and settling what is unconfirmed."""
