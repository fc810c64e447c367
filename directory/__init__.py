"""What we know: entries, the index built from them, and the search in it."""
