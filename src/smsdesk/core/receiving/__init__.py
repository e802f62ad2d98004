"""Texts and statuses that come from the carrier."""
