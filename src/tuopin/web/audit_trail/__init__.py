"""The audit as people read it: who did what, where and when; and whether the chain is whole."""
