"""Lets `python -m baghdad_tehran` do what the command `baghdad-tehran` does."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
