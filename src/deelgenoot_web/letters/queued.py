"""Tells the thread that delivers letters in this process that a letter waits."""

import threading

letter_queued = threading.Event()
