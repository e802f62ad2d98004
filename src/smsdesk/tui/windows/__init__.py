"""What opens over the desk."""
