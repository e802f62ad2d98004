"""What the desk does by itself while it is open."""
