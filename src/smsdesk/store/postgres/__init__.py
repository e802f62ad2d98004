"""Everything that knows PostgreSQL: no other folder does, and nobody loads it who has none."""
