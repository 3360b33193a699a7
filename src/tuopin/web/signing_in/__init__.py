"""Signing in and out, and the choice of language."""
