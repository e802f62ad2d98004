"""What is read for a screen or a file: threads, the list, searches, news, exports."""
