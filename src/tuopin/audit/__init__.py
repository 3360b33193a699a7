"""Who did what, when, to what: append-only, chained by hashes, in the same transaction as the act itself."""
