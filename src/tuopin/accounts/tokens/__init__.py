"""Tokens of programs: a person's postings, made smaller, until a day. They never open a session."""
