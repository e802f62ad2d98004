"""One file a table: the record beside the statements that read and write it."""
