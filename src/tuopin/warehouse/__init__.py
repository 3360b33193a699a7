"""Judges whole data sets: runs the compiled standards on DuckDB, rolls up by place, writes what was found."""
