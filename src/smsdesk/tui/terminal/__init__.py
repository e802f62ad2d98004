"""Everything between the terminal and Textual's events: bytes, modes, signals, clipboard."""
