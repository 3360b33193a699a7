"""The law as the office's pack states it: for reading; the pack stays the rule."""
