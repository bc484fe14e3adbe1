"""What lists and the API can be narrowed by, one file a noun."""
