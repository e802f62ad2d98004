"""The lead's card: all that is known of one contact, beside the thread or over the desk."""
