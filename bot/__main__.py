"""`python -m bot` runs the bot; with arguments it is `dateline`."""

import sys

from bot.cli import main

if len(sys.argv) == 1:
    sys.argv.append("bot")
main()
