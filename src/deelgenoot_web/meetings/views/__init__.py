"""The views: each reads the request, calls one query or action, and answers."""
