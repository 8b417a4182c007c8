"""The web server as in operation, with two workers, and the CPU time of those workers."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench.place import python_path
from ikue.local import place, serve

WORKERS = 2
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def workers(self) -> list[int]:
        found = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("ascii").split()
        return [int(pid) for pid in found]

    def cpu(self) -> float:
        """Seconds of CPU that the workers have used so far, all threads."""
        return sum(map(cpu_of, self.workers()))


def cpu_of(pid: int) -> float:
    """From the scheduler's account, which counts nanoseconds (a clock tick is ten milliseconds)."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError):
            total += int((task / "schedstat").read_text("ascii").split()[0])
    return total / 1e9


@contextmanager
def serving(*, settings: str = "bench.settings", workers: int = WORKERS) -> Iterator[Server]:
    """The command of `ikue serve`, with so many workers; stopped at the end."""
    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings, "IKUE_POOL": "1", "PYTHONPATH": python_path(),
    }  # fmt: skip
    process = subprocess.Popen(command(port, workers), cwd=place.REPOSITORY, env=environment)
    server = Server(port, process.pid)
    try:
        wait_for(server, process)
        yield server
    finally:
        process.terminate()
        process.wait()


def command(port: int, workers: int) -> list[str]:
    words = serve.web_command("127.0.0.1", port)
    words[words.index("--workers") + 1] = str(workers)
    return words


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(server: Server, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not answers(server.port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the web server did not start")
        time.sleep(0.1)


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/bench/bare/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
