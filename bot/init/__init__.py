"""`dateline init`: a folder made ready, from nothing to the first answer."""
