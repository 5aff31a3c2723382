"""Two processes on one PostgreSQL behind nginx, with many listeners: `several 10000`.

nginx has the server of `deploy/nginx.conf`, without TLS: what is measured is the site.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.live import ServerProcess, Trial, figures, finish, load, merge_logs, more_files
from tests.web import postgres
from tests.web.live_site import LiveSite, free_port

CONFIGURATION = Path(__file__).resolve().parents[1] / "deploy" / "nginx.conf"
N_LISTENERS = 10_000
N_FEW = 100
"""Listeners of the run that shows what votes alone cost."""
N_VOTES = 2000
SECONDS = 10.0
MOST_SEEN = 1000.0
"""Milliseconds after which every listener has to see a vote (its 99th percentile)."""


class Cost(NamedTuple):
    """What a run took of both processes together."""

    processor: float
    """Seconds."""
    memory: float
    """MB, with everybody there."""


def main() -> None:
    where = postgres.programs()
    if where is None or not shutil.which("nginx"):
        print("  PostgreSQL or nginx is not here")
        return
    more_files()
    n_listeners = int(sys.argv[2]) if len(sys.argv) > 2 else N_LISTENERS
    print(f"  load of the machine before: {os.getloadavg()[0]:.1f}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # the workers of nginx are nobody
        address = stack.enter_context(postgres.running(where))
        sites = [LiveSite(folder, {"DATABASE_URL": address}) for _ in range(2)]
        sites[0].set_up(looks=True)
        for site in sites:
            site.start()
            stack.callback(site.stop)
        port = stack.enter_context(nginx(folder, [site.port for site in sites]))
        few = measure(sites, port, N_FEW)
        many = measure(sites, port, n_listeners)
        print_costs(few, many, n_listeners)


@contextmanager
def nginx(folder: Path, ports: list[int]) -> Iterator[int]:
    """Run the proxy of `deploy/` before these ports, on a port of its own."""
    port = free_port()
    text = CONFIGURATION.read_text(encoding="utf-8")
    servers = "\n  ".join(f"server 127.0.0.1:{one};" for one in ports)
    text = text.replace("server 127.0.0.1:8000;", servers)
    text = re.sub(r"server \{\n  listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = re.sub(r"  listen \[::\].*\n|  ssl_.*\n", "", text)
    # Each worker gets its half: 10,000 listeners of one take more files than a process may open.
    text = text.replace("listen 443 ssl http2", f"listen {port} reuseport")
    text = text.replace("deelgenoot.example", "_")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    whole = (
        f"pid {folder}/pid;\nworker_rlimit_nofile 60000;\nworker_processes 2;\n"
        f"events {{ worker_connections 30000; }}\nhttp {{\n{own}{text}}}\n"
    )
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    command = ["nginx", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/log", "-g", "daemon off;"]
    with subprocess.Popen(command) as proxy:
        try:
            time.sleep(1)
            yield port
        finally:
            proxy.terminate()


def measure(sites: list[LiveSite], port: int, n_listeners: int) -> Cost:
    """Let so many listen and others vote; print when votes were answered and seen."""
    session = sites[0].session(max(n_listeners, N_VOTES))
    trial = Trial(f"{n_listeners:,} listeners", n_listeners, N_VOTES, SECONDS, False, 1000)
    servers = [ServerProcess(site.process.pid) for site in sites if site.process]
    with load(port, session, trial, "listeners") as hearing:
        with load(port, session, trial, "voters") as voting:
            time.sleep(1)
            before = [server.processor_seconds for server in servers]
            votes = finish(voting)
        spent = [one.processor_seconds - was for one, was in zip(servers, before, strict=True)]
        cost = Cost(sum(spent), sum(server.memory for server in servers))
        time.sleep(1.5)
        listening_log = finish(hearing)
    print_trial(
        trial,
        figures(merge_logs(listening_log, votes), trial) | {"refused": votes["n_refused"]},
        spent,
    )
    return cost


def print_trial(trial: Trial, results: dict[str, Any], spent: list[float]) -> None:
    """Print one run."""
    verdict = "within" if results["seen"] <= MOST_SEEN else "over"
    print(
        f"  {trial.name:18} {results['votes']:.0f} votes in {SECONDS:g} s, {results['refused']} "
        f"refused: answered p50 {results['p50']:.0f} ms, p99 {results['p99']:.0f} ms; seen by all "
        f"p99 {results['seen']:.0f} ms, {verdict} {MOST_SEEN:.0f}; processor "
        f"{' + '.join(f'{one:.1f}' for one in spent)} s"
    )


def print_costs(few: Cost, many: Cost, n_listeners: int) -> None:
    """Print what one vote and one listener cost."""
    n_more = n_listeners - N_FEW
    print(
        f"  a vote takes {1000 * few.processor / N_VOTES:.2f} ms of processor; a listener "
        f"{1e6 * (many.processor - few.processor) / n_more / SECONDS:.0f} µs a second while people "
        f"vote, and {1000 * (many.memory - few.memory) / n_more:.0f} KB"
    )
