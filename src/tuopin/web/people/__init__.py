"""Users and their postings, for the security administrator."""
