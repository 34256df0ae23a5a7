"""`python -m fieldsurvey`: the commands and nothing else; the window is `python -m ui`."""

import sys

from fieldsurvey.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
