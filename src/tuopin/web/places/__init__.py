"""Places and what their figures say: the one page of a leader, and every place down to its villages."""
