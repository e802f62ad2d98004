"""Bursts of keys over every input: what is typed counts, for whom it was typed, in order."""
