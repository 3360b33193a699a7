"""Every row of every examples table, on both engines; and the generated page of each pack."""
