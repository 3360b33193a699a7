"""`python -m tuopin`: hands over to the command line."""

from tuopin.cli import run

if __name__ == "__main__":
    run()
