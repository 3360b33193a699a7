"""Households, persons, villages and counties with their dated facts, identities, decisions and changes."""
