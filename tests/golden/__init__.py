"""Texts kept as reviewed files: what the compiler and the explanations write, so that a change is seen and read."""
