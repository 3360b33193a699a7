"""The registry for programs: the same services and selectors as the pages, as JSON, by a token (docs/api.md)."""
