"""Writing to the registry: a function per kind of act; each finds, asks the rules, changes and records in one go."""
