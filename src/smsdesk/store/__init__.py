"""Tables, migrations and queries. SQL lives on this floor and nowhere else."""
