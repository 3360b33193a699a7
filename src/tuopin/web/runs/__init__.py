"""Runs that were kept: what each read, which rules it used, and what it found out about itself."""
