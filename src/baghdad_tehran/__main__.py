"""Lets `python -m baghdad_tehran` do what the command `baghdad-tehran` does."""

import sys

try:
    from .cli import main
except KeyboardInterrupt:  # an interrupt while the program is read ends as quietly as one while it runs
    sys.exit(130)

if __name__ == "__main__":
    sys.exit(main())
