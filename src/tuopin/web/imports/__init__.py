"""Handing in a workbook, looking at what it would change, merging it, taking it back."""
