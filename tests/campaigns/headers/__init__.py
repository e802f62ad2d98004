"""Lead files with headers that nobody planned: whose number comes out of them."""
