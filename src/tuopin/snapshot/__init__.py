"""What a judged data set is: its tables, its places, its manifest; Parquet in and out."""
