"""`python -m ui`: the same front door as `fieldsurvey`."""

import sys

from ui.launch import main

if __name__ == "__main__":
    sys.exit(main())
