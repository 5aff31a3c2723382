"""Says to whoever delivers in this process that a letter waits, so that it need not wait longer."""

import threading

letter_queued = threading.Event()
