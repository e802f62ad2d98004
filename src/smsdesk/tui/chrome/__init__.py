"""The lines above and below the desk: title, trouble, keys."""
