"""A county's workbooks, read as they are: every row accepted or refused with a reason, nothing guessed."""

from tuopin.intake.batch import read_workbook
from tuopin.intake.reading import FileSummary, Reading, ReadingSummary, RefusedRow, SheetSummary

__all__ = ["FileSummary", "Reading", "ReadingSummary", "RefusedRow", "SheetSummary", "read_workbook"]
