"""The statements by which work is found that is due."""
