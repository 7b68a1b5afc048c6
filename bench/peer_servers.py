"""The private servers that peers are measured on, and the Node programs that measure them.

Nothing of the machine's own services is used: each server lives in a folder of its own on the disk that is
measured, listens on a Unix socket only, and is gone when its `with` block ends.
"""
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import pg_baseline
from pg_baseline import Unavailable

PEERS = pathlib.Path(__file__).resolve().parent / "peers"
START_SECONDS_MAX = 20
# As a queue's users would run it: with vacuum, and with room for 32 clients and its own.
POSTGRES = {"autovacuum": "on", "max_connections": "120"}
# Every answered write is on the disk before the answer; or nothing is written to the disk.
DURABLE = ("--appendonly", "yes", "--appendfsync", "always")
IN_MEMORY = ("--appendonly", "no")


class Postgres(pg_baseline.Cluster):
    """A private PostgreSQL; `socket` is the folder of its socket."""

    def __init__(self, near):
        super().__init__(near, POSTGRES)


class Redis:
    """A private Redis; use with `with`. `socket` is the path of its socket."""

    def __init__(self, near, persistence):
        self.program = shutil.which("redis-server")
        if not self.program:
            raise Unavailable("redis-server is not installed: ./dev setup bench")
        self.folder = self.make_folder(pathlib.Path(near))
        self.socket = self.folder / "redis.sock"
        self.persistence = persistence
        self.process = None

    @staticmethod
    def make_folder(near):
        for parent in (near, pathlib.Path("/var/tmp")):
            parent.mkdir(parents=True, exist_ok=True)
            folder = pathlib.Path(tempfile.mkdtemp(prefix="anlan-redis-", dir=parent))
            # A Unix socket's path may have 107 bytes.
            if len(str(folder)) < 90 and folder.stat().st_dev == near.stat().st_dev:
                return folder
            folder.rmdir()
        raise Unavailable(f"no folder on the disk of {near} with a path short enough for a socket")

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        """Also after crash(): what was durable is there again."""
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                [self.program, "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700",
                 "--dir", str(self.folder), "--save", "", "--daemonize", "no", *self.persistence],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        end = time.monotonic() + START_SECONDS_MAX
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                said = (self.folder / "log").read_text("utf-8", "replace").strip()
                raise Unavailable(f"redis-server did not start: {said[-500:]}")
            time.sleep(0.02)

    def answers(self):
        """Not while it still loads what it had written."""
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def crash(self):
        """As if the power went: nothing is flushed that was not."""
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)

    def __exit__(self, *_):
        if self.process is not None:
            self.process.kill()  # its data is thrown away with it
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def run(script, seconds_max, dies=False, **options):
    """Runs a program of bench/peers/, which prints its figures to our output; `dies`: it kills itself."""
    if not (PEERS / "node_modules").is_dir():
        raise Unavailable("the peers are not installed: ./dev setup peers")
    words = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    sys.stdout.flush()
    try:
        ended = subprocess.run(["node", str(PEERS / script), *words], cwd=PEERS, stdin=subprocess.DEVNULL,
                               timeout=seconds_max, check=False)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"{script} {' '.join(words)} took more than {seconds_max} s") from None
    if ended.returncode != (-signal.SIGKILL if dies else 0):
        raise Unavailable(f"{script} {' '.join(words)} ended with exit code {ended.returncode}")
