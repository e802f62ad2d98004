"""What goes wrong between the desk, the database and the carrier, and what comes of it."""
