"""What several tests share: a scratch PostgreSQL, and what later tests add."""
