"""Writing a text: the box, what stands around or instead of it, drafts, sending."""
