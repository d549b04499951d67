"""``python -m margin_lessons.web`` is the command ``margin-lessons``."""

import sys

from margin_lessons.web.command import main

sys.exit(main())
