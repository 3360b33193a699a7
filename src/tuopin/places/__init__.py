"""Areas and their codes over time: which village lies where, on which day, under which name."""
