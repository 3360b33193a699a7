"""Who joins and who leaves, one member's identity, and what she or he allowed."""
