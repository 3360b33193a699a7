"""Random standards on random data: the engines agree, and learning never overturns a settled verdict."""
