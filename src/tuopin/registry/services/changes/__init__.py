"""Changes that one person proposes and another decides: split, merge, transfer, change of head, removal."""
