"""Proofs about the whole: who may do what, what never leaks, what each page costs, what a reader sees in a browser."""
