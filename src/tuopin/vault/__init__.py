"""Keys, sealed values and blind indexes. Knows no database and no settings: a key ring is handed in."""
