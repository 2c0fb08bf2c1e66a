"""What was asked and how it went, and what each server has set: `questions.sqlite` under DATELINE_DATA.

The bot's own file, no part of the library. Members are kept as keyed hashes, and only as long as the settings say.
"""
