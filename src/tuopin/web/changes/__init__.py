"""Changes that two people make: the list, one request with before and after, the forms that propose."""
