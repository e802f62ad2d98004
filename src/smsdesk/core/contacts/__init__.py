"""What is known of a number: consent, blocks, line type, and what deliveries tell of it."""
