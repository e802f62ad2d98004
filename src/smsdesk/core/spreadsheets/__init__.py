"""What any file of rows needs: encodings, cells, headers, times."""
