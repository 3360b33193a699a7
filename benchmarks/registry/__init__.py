"""The registry under load: a million people on either database, fifty officers, an import, a nightly run."""
