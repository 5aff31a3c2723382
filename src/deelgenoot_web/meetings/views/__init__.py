"""Addresses turned into one call: read what was asked, ask or change, answer."""
