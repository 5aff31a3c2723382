"""The pages of an organiser: each reads what was asked, asks or changes one thing, answers."""
