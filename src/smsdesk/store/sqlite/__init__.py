"""Everything that knows SQLite: no other folder does."""
