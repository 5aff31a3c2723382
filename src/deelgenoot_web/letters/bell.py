"""Says to whoever delivers in this process that a letter waits, so that it need not wait longer."""

import threading

bell = threading.Event()
