#!/usr/bin/env python3
"""Deadlines of job queues, beside Anlan's: pg-boss, graphile-worker (as it comes and tuned), BullMQ; and what
becomes of them when server and worker are killed (gap_bench.cpp is the same of Anlan).

Each queue gets a fresh private server on the disk that is measured: PostgreSQL 15, or Redis that syncs every
write. What is measured is in bench/peers/timers.mjs and gap.mjs. Prints `name value unit`; a name says the
counts.
"""
import argparse
import os
import pathlib
import sys
import tempfile
import time

import peer_servers
from peer_servers import DURABLE, Postgres, Redis, Unavailable

QUEUES = ("pgboss", "graphile_default", "graphile_tuned", "bullmq")
OTHER_SECONDS_MAX = 150  # for all but the wait for the storm's last job


def measure(queue, arguments):
    server = Redis(arguments.folder, DURABLE) if queue == "bullmq" else Postgres(arguments.folder)
    with server:
        peer_servers.run("timers.mjs", arguments.storm_seconds + OTHER_SECONDS_MAX, peer=queue,
                         socket=server.socket, pending=arguments.pending, storm=arguments.storm,
                         storm_seconds=arguments.storm_seconds)


def through_kills(queue, arguments):
    """The storm falls due while server and worker are dead; then the worker is killed once more half-way."""
    server = Redis(arguments.folder, DURABLE) if queue == "bullmq" else Postgres(arguments.folder)
    with server, tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        fired = pathlib.Path(folder) / "fired"
        fired.touch()

        def phase(name, dies=False):
            peer_servers.run("gap.mjs", arguments.storm_seconds + OTHER_SECONDS_MAX, dies, phase=name,
                             peer=queue, socket=server.socket, pending=arguments.pending,
                             storm=arguments.storm, storm_seconds=arguments.storm_seconds,
                             kill_at=arguments.storm * 2 // 5, fired=fired)

        phase("fill")
        server.crash()
        due = int((pathlib.Path(folder) / "fired.due").read_text("utf-8")) / 1000
        time.sleep(max(0.0, due + 1 - time.time()))
        server.start()
        phase("some", dies=True)
        phase("rest")


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pending", type=int, default=os.environ.get("ANLAN_BENCH_PEERS_PENDING", 100_000),
                        help="jobs that are pending while others fire (ANLAN_BENCH_PEERS_PENDING, 100000)")
    parser.add_argument("--storm", type=int, default=os.environ.get("ANLAN_BENCH_PEERS_STORM", 100_000),
                        help="jobs due at one instant (ANLAN_BENCH_PEERS_STORM, 100000)")
    parser.add_argument("--storm-seconds", type=int,
                        default=os.environ.get("ANLAN_BENCH_PEERS_STORM_SECONDS", 150),
                        help="how long to wait for the last of them (ANLAN_BENCH_PEERS_STORM_SECONDS, 150)")
    parser.add_argument("--folder", type=pathlib.Path,
                        default=pathlib.Path(os.environ.get("ANLAN_BENCH_DIR", root / "build" / "bench")),
                        help="a folder on the disk to measure")
    parser.add_argument("queue", nargs="*", metavar="QUEUE", help=f"only these of {', '.join(QUEUES)}")
    arguments = parser.parse_args()
    if arguments.pending < 1 or arguments.storm < 1 or arguments.storm_seconds < 1:
        parser.error("counts and seconds are 1 or more")
    if not set(arguments.queue) <= set(QUEUES):
        parser.error(f"the queues are {', '.join(QUEUES)}")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    try:
        for queue in arguments.queue or QUEUES:
            measure(queue, arguments)
            through_kills(queue, arguments)
    except Unavailable as why:
        print(f"timers_peers_bench: {why}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
