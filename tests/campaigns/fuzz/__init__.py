"""Anything at all, into whatever reads what others wrote: short in the suite, long by command."""
