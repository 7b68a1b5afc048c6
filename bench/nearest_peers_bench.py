#!/usr/bin/env python3
"""The nearest 5 free cars of 10,000 moving units in PostGIS and in Redis, beside Anlan's own index.

Each gets a fresh private server on the disk that is measured. What is measured is in bench/peers/nearest.mjs;
a figure includes the way from Node to the server and back. Prints `name value unit`.
"""
import argparse
import os
import pathlib
import sys

import peer_servers
from peer_servers import IN_MEMORY, Postgres, Redis, Unavailable

OTHER_SECONDS_MAX = 60


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=5, help="for units at rest, and again for moving ones")
    parser.add_argument("--folder", type=pathlib.Path,
                        default=pathlib.Path(os.environ.get("ANLAN_BENCH_DIR", root / "build" / "bench")),
                        help="a folder on the disk to measure")
    arguments = parser.parse_args()
    if arguments.seconds < 1:
        parser.error("--seconds is 1 or more")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    longest = 2 * arguments.seconds + OTHER_SECONDS_MAX
    try:
        for peer, make in (("postgis", Postgres), ("redis", lambda folder: Redis(folder, IN_MEMORY))):
            with make(arguments.folder) as server:
                peer_servers.run("nearest.mjs", longest, peer=peer, socket=server.socket,
                                 seconds=arguments.seconds)
    except Unavailable as why:
        print(f"nearest_peers_bench: {why}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
