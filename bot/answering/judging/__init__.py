"""Verdicts on meaning: what a judge is asked, what it answers, and the judges that there are."""
