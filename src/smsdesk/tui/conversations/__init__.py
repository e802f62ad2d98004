"""The pane at the left: the list of conversations and its filter."""
