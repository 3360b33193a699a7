"""The language of standards and its meaning: pure, no clock, no database, no settings."""
