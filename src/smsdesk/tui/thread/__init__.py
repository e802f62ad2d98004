"""One conversation on the screen: its head and its messages."""
