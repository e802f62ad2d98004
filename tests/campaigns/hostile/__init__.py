"""Strangers' texts in every place of the real screen, on a terminal of its own."""
