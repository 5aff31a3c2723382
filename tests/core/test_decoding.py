"""Files become types in any number of threads at once."""

import subprocess
import sys
from pathlib import Path

# New classes each time, since a type is worked out at its first use only; of a small study, since
# after that nothing more can go wrong. Without the lock of `decoding` six of six runs of this end
# with a segmentation fault.
MANY_AT_ONCE = """
import importlib, sys, threading
from deelgenoot import areas, catalog, study, words

sys.setswitchinterval(1e-5)
for _ in range(30):
    for module in (words, areas, catalog, study):
        importlib.reload(module)
    gate = threading.Barrier(6)

    def read():
        gate.wait()
        study.Study.load(sys.argv[1])

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


def test_many_threads_read_a_study_for_the_first_time_at_once(small_folder: Path) -> None:
    many = [sys.executable, "-c", MANY_AT_ONCE, str(small_folder)]
    assert subprocess.run(many, check=False).returncode == 0
