"""The desk itself: what stands where, and what keeps it up to date."""
