"""Cold set-up: from `make run` in a fresh clone with empty caches until the address answers."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 900.0
CACHES = ("XDG_CACHE_HOME", "PIP_CACHE_DIR", "UV_CACHE_DIR", "npm_config_cache", "VIRTUAL_ENV")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(address: str) -> bool:
    """Whether anybody answers yet. A server that answers with an error ends the measuring."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{address} answers with {error.code}") from error
    except (urllib.error.URLError, ConnectionError):
        return False


def seconds_until_ready(folder: Path, env: Mapping[str, str]) -> float:
    """How long `make run` takes until the address answers; the server is stopped afterwards."""
    address = f"http://127.0.0.1:{env['PORT']}/"
    start = time.monotonic()
    server = subprocess.Popen(["make", "run"], cwd=folder, env=env, start_new_session=True)
    try:
        while not answers(address):
            if server.poll() is not None or time.monotonic() - start > PATIENCE:
                raise SystemExit("make run ended, or took too long, before the address answered")
            time.sleep(0.05)
        return time.monotonic() - start
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="deelgenoot-"))
    try:
        clone, home = folder / "clone", folder / "home"
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        env = {name: value for name, value in os.environ.items() if name not in CACHES}
        env |= {"HOME": str(home), "PORT": str(free_port())}
        for run in ("cold", "second"):
            print(f"{run} make run: ready in {seconds_until_ready(clone, env):.1f} s", flush=True)
        size = sum(path.lstat().st_size for path in clone.rglob("*") if path.is_file())
        print(f"the folder then takes {size / 1e6:.0f} MB")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
