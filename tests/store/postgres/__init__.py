"""What is PostgreSQL's own; the tests of the core and the desk run on it as well."""
