"""Tests. `tests/run.py` runs all checks; `tests/support` holds what several tests share."""
