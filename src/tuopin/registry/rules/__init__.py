"""What may be done to households and their members, said without a database."""
