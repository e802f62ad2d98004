"""Signups: read from files, kept, and the cards under which they are found."""
