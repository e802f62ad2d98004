"""What sending and receiving share: status changes, and attempts whose outcome is open."""
