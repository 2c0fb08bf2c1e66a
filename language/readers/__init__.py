"""Languages that are read and not talked: what is known of each, one file a language."""
