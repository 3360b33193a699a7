"""Importing into the registry: staged, compared, merged by a second person, taken back whole if need be."""
