"""The command line: translates what was typed into one call below, and the answer into text or JSON."""

from tuopin.cli.main import main, run

__all__ = ["main", "run"]
