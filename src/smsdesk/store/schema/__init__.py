"""The tables as declared, their revisions, and how a database is brought up to date."""
