"""Wiring only: the settings of an office, its addresses, its start. Nothing here decides anything about people."""
