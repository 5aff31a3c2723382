"""The pages of an organiser: each reads the request, calls one query or action, and answers."""
