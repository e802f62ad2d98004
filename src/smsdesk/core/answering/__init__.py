"""Whose turn it is in a conversation: to answer, waiting, done, snoozed; and who answers it."""
