"""Files become types in any number of threads at once."""

import subprocess
import sys

# New classes each time, since a type is worked out at its first use only. Without the lock of
# `decoding` three of five runs of this end with a segmentation fault.
MANY_AT_ONCE = """
import importlib, sys, threading
from deelgenoot import areas, catalog, study, words

sys.setswitchinterval(1e-5)
for _ in range(8):
    for module in (words, areas, catalog, study):
        importlib.reload(module)
    gate = threading.Barrier(6)

    def read():
        gate.wait()
        study.Study.load()

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


def test_many_threads_read_a_study_for_the_first_time_at_once() -> None:
    assert subprocess.run([sys.executable, "-c", MANY_AT_ONCE], check=False).returncode == 0
