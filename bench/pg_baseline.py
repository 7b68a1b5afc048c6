#!/usr/bin/env python3
"""B, the figure ours are compared with: PostgreSQL 15, one JSON row a transaction, committed, 32 clients.

Starts a private cluster in a folder of its own on the disk that is measured (never the machine's PostgreSQL),
listening on a Unix socket only, and runs pgbench against it. Run it in the same round as what it is compared
with: the disk and the neighbours of a machine change by a factor of two between rounds.
"""
import argparse
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import sys
import tempfile

BINARIES = pathlib.Path("/usr/lib/postgresql/15/bin")
SETTINGS = {
    "shared_buffers": "512MB", "max_wal_size": "4GB", "fsync": "on", "synchronous_commit": "on",
    "full_page_writes": "on", "listen_addresses": "''", "autovacuum": "off", "logging_collector": "off",
}
TABLE = "create table ev (position bigserial primary key, case_id bigint not null, payload jsonb not null)"
INSERT = """\\set case random(1, 1000000)
insert into ev (case_id,
                payload) values (:case, '{"wire":"incident.opened.v1","class":"theft","priority":"p2",\
"place":"plc_0CQ4W1M2K8Z7A3B9","summary":"two wheels missing, caller waits at the gate of the market"}');
"""


class Unavailable(Exception):
    """PostgreSQL cannot be measured here; the words say why."""


class Cluster:
    """A private cluster; use with `with`. `tps(clients, seconds)` measures once."""

    def __init__(self, near, settings=None):
        """`near` is a folder on the disk to measure; `settings` replace those above."""
        self.settings = {**SETTINGS, **(settings or {})}
        if not (BINARIES / "initdb").exists():
            raise Unavailable("PostgreSQL 15 is not installed: ./dev setup bench")
        self.prefix = []
        owner = None
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            try:
                owner = pwd.getpwnam("postgres")
            except KeyError:
                raise Unavailable("there is no user postgres") from None
            self.prefix = ["runuser", "-u", "postgres", "--"]
        self.folder = self.make_folder(pathlib.Path(near), owner)
        self.data, self.socket = self.folder / "data", self.folder / "socket"
        self.log = self.folder / "log"

    def make_folder(self, near, owner):
        """A folder that the server's user can reach: below `near`, or in /var/tmp on the same disk."""
        for parent in (near, pathlib.Path("/var/tmp")):
            parent.mkdir(parents=True, exist_ok=True)
            folder = pathlib.Path(tempfile.mkdtemp(prefix="anlan-pg-", dir=parent))
            if owner:
                os.chown(folder, owner.pw_uid, owner.pw_gid)
            reached = subprocess.run(self.prefix + ["test", "-w", str(folder)], check=False).returncode == 0
            # A Unix socket's path may have 107 bytes.
            if reached and len(str(folder)) < 70 and folder.stat().st_dev == near.stat().st_dev:
                return folder
            shutil.rmtree(folder)
        raise Unavailable(f"no folder on the disk of {near} that the user postgres may write")

    def call(self, *command, check=True):
        ended = subprocess.run(self.prefix + [str(part) for part in command], cwd=self.folder, text=True,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               check=False)
        if check and ended.returncode != 0:
            raise Unavailable(f"{pathlib.Path(command[0]).name} failed: {ended.stdout.strip()[-500:]}")
        return ended.stdout

    def __enter__(self):
        try:
            self.call("mkdir", self.socket)
            self.call(BINARIES / "initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "-E", "UTF8",
                      "--locale=C")
            settings = "".join(f"{name} = {value}\n" for name, value in self.settings.items())
            with open(self.data / "postgresql.conf", "a", encoding="utf-8") as out:
                out.write(f"{settings}unix_socket_directories = '{self.socket}'\n")
            self.start()
            self.call("psql", "-h", self.socket, "-U", "postgres", "-qc", TABLE)
            (self.folder / "insert.sql").write_text(INSERT, "utf-8")
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        """Also after crash(): what was committed is there again."""
        self.call(BINARIES / "pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "120", "start")

    def crash(self, check=True):
        """Ends without a checkpoint, as if the power went: it recovers at its next start."""
        self.call(BINARIES / "pg_ctl", "-D", self.data, "-m", "immediate", "stop", check=check)

    def __exit__(self, *_):
        self.crash(check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def tps(self, clients=32, seconds=8):
        output = self.call(BINARIES / "pgbench", "-n", "-M", "prepared", "-f", self.folder / "insert.sql",
                           "-c", clients, "-j", 2, "-T", seconds, "-h", self.socket, "-U", "postgres",
                           "postgres")
        found = re.search(r"tps = ([\d.]+) \(without", output)
        if not found:
            raise Unavailable(f"pgbench said: {output.strip()[-300:]}")
        return float(found.group(1))


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--folder", type=pathlib.Path, default=root / "build" / "bench",
                        help="a folder on the disk to measure")
    arguments = parser.parse_args()
    try:
        with Cluster(arguments.folder) as cluster:
            for _ in range(arguments.rounds):
                print(f"pg_insert_{arguments.clients}_clients "
                      f"{cluster.tps(arguments.clients, arguments.seconds):.0f} /s", flush=True)
    except Unavailable as why:
        print(f"pg_baseline: {why}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
