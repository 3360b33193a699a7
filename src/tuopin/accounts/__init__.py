"""People of the office, their roles and postings (person × role × place × period), their sign-in."""
