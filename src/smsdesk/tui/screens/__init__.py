"""The desk itself and what opens over it."""
