"""The worker as the serving process sees it: started, spoken to, ended."""

from deelgenoot_web.processes import BoundedProcess
from deelgenoot_web.workbench.jobs import Reply, Task, encode, from_worker

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


class Process(BoundedProcess):
    """One worker process and this end of its pipe."""

    def __init__(self, memory: int) -> None:
        # One thread: the other cores are for the process that serves people.
        one_thread = dict.fromkeys(_ONE_THREAD, "1")
        super().__init__("deelgenoot_web.workbench.worker", memory, environment=one_thread)

    def tell(self, task: Task) -> None:
        """Send a task. Raises OSError when the worker is gone."""
        self.pipe.send_bytes(encode(task))

    def receive(self) -> Reply:
        """Receive its answer. Raises EOFError or OSError when the worker is gone."""
        return from_worker.decode(self.pipe.recv_bytes())
