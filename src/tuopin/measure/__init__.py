"""Poverty figures from counts: exact fractions, with the bounds that unknown facts and unknown sizes allow.

Beside the engine, not on top of it: whole numbers go in, fractions come out, and nothing here knows a standard, a
database or a country. Importing it brings in nothing but Python itself.
"""
