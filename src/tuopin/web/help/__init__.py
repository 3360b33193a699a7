"""Help: what the reader may do, how to read an answer, the words, the keys, and what to do when stuck."""
