"""Pure rules: no database, no carrier, no clock of their own."""
