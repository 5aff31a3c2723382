"""The engine of the live screens: streams out, votes in, beside Django in the same process.

It knows no meeting: `site/asgi.py` passes in what a topic shows, who may hear it and how a vote is
stored. docs/decisions/0052 says why it is built like this.
"""
