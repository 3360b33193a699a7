"""The tree of places, for whoever administers it: adding, renaming, merging, splitting."""
