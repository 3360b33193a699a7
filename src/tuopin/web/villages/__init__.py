"""The page of one village: whether it may exit and why, its households, its own facts and their history."""
