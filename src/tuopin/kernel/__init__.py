"""Values with no dependencies: texts in two languages, verdicts, places, refusals."""
