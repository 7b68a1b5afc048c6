#!/usr/bin/env python3
"""Runs every bench program in rounds, PostgreSQL in each; medians and their ratio to it as a table.

A bench program is build/release/bench/<name>_bench or bench/<name>_bench.py. It prints lines
`name value unit` (`engine_single_32_callers 51234 /s`), everything else is passed over. Rounds are
interleaved, because a machine is not the same a minute later: figures of one round may be compared, figures
of two may not. B is the median of PostgreSQL's committed single-row inserts with 32 clients over the same
rounds (bench/pg_baseline.py). With --peers, bench/*_peers_bench.py measure job queues and geometry indexes in
the same rounds, and a second table sets each beside Anlan's figure.

A program that fails is named at the end, and the exit code is 1; what the others measured is printed all the
same.
"""
import argparse
import datetime
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "bench"))
import bench_peers  # noqa: E402
import pg_baseline  # noqa: E402

LINE = re.compile(r"^([a-z][a-z0-9_.]*) (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?) (\S+)$")
SECONDS_MAX = 900  # for one program in one round
BASELINE = "pg_insert_32_clients"
WRITES = ("/s", "per_s", "commands/s")  # units whose ratio to B says something
PEERS_SUFFIX = "_peers_bench.py"  # these take minutes
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def programs(root, patterns, peers=False):
    built = [path for path in sorted((root / "build" / "release" / "bench").glob("*_bench"))
             if os.access(path, os.X_OK) and path.is_file()]
    scripts = [path for path in sorted((root / "bench").glob("*_bench.py"))
               if peers or not path.name.endswith(PEERS_SUFFIX)]
    return [path for path in built + scripts
            if not patterns or any(pattern in path.name for pattern in patterns)]


class Failed(Exception):
    """A bench program that failed, was not through in time, or printed no figure."""


def run_program(root, path):
    """{name: (value, unit)} of one run."""
    command = [sys.executable, str(path)] if path.suffix == ".py" else [str(path)]
    folder = root / "build" / "bench"
    try:
        ended = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                               timeout=SECONDS_MAX, check=False,
                               env={**os.environ, "ANLAN_SOURCE_DIR": str(root),
                                    "ANLAN_BENCH_DIR": str(folder),
                                    "ANLAN_BINARY": str(root / "build" / "release" / "anlan")})
    except subprocess.TimeoutExpired as why:
        raise Failed(f"{path.name} was not through in {SECONDS_MAX} s") from why
    figures = {}
    for line in ended.stdout.splitlines():
        found = LINE.match(line.strip())
        if found:
            figures[found.group(1)] = (float(found.group(2)), found.group(3))
    if ended.returncode != 0 or not figures:
        raise Failed(f"{path.name} ended with exit code {ended.returncode} and {len(figures)} figures:\n"
                     f"{(ended.stdout + ended.stderr)[-2000:]}")
    return figures


def measure(root, arguments, cluster):
    """{name: (unit, [value of each round])} in the order of printing, and what failed."""
    series, failures = {}, []
    chosen = programs(root, arguments.patterns, arguments.peers)
    if not chosen:
        sys.exit("there is no bench program of that name")
    for number in range(arguments.rounds):
        figures = {BASELINE: (cluster.tps(), "/s")} if cluster else {}
        for path in chosen:
            print(f"round {number + 1} of {arguments.rounds}: {path.name}", file=sys.stderr, flush=True)
            try:
                figures.update(run_program(root, path))
            except Failed as why:
                print(why, file=sys.stderr, flush=True)
                failures.append(f"round {number + 1}: {str(why).splitlines()[0]}")
        for name, (value, unit) in figures.items():
            series.setdefault(name, (unit, []))[1].append(value)
    return series, failures


def number(value):
    if value and abs(value) < 10:
        return f"{value:.3g}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.1f}".removesuffix(".0")


def table(series):
    base = statistics.median(series[BASELINE][1]) if BASELINE in series else None
    rows = ["| figure | median | lowest to highest | unit | B |", "|---|---:|---:|---|---:|"]
    for name, (unit, values) in series.items():
        middle = statistics.median(values)
        ratio = f"{middle / base:.2f}" if base and unit in WRITES else ""
        spread = f"{number(min(values))} to {number(max(values))}"
        rows.append(f"| `{name}` | {number(middle)} | {spread} | {unit} | {ratio} |")
    return "\n".join(rows)


def first(pattern, path, otherwise="unknown"):
    try:
        found = re.search(pattern, pathlib.Path(path).read_text("utf-8"), re.MULTILINE)
    except OSError:
        return otherwise
    return found.group(1).strip() if found else otherwise


def output_of(*command):
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "unknown"
    return ended.stdout.strip().splitlines()[0] if ended.stdout.strip() else "unknown"


def machine(root):
    memory = int(first(r"^MemTotal:\s*(\d+)", "/proc/meminfo", "0")) / 1024**2
    disk = output_of("findmnt", "-no", "FSTYPE,SOURCE", "-T", str(root))
    system = first(r'^PRETTY_NAME="(.*)"', "/etc/os-release")
    commit = output_of("git", "-C", str(root), "describe", "--always", "--dirty")
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    processor = first(r"^model name\s*:\s*(.*)$", "/proc/cpuinfo")
    compiler = output_of("clang++-19", "--version")
    kernel = ".".join(platform.release().split(".")[:2])
    disk = " on ".join(disk.split())
    return (f"Machine: {os.cpu_count()} × {processor}, {memory:.0f} GiB, {disk}, {system}, "
            f"Linux {kernel}, load {os.getloadavg()[0]:.1f}. Anlan {commit}, {compiler}. {today}.")


def put_into(document, text):
    """Replaces what is between the marks."""
    whole = document.read_text("utf-8")
    if BEGIN not in whole or END not in whole:
        sys.exit(f"{document} lacks the lines {BEGIN} and {END}")
    before, rest = whole.split(BEGIN, 1)
    document.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END, 1)[1]}", "utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-postgres", action="store_true", help="measure ours only: no ratios")
    parser.add_argument("--write", type=pathlib.Path, metavar="FILE", help="put the table into this document")
    parser.add_argument("--peers", action="store_true",
                        help="measure the peers too: five minutes a round, less with "
                             "ANLAN_BENCH_PEERS_PENDING and ANLAN_BENCH_PEERS_STORM")
    parser.add_argument("patterns", nargs="*", metavar="PATTERN",
                        help="only programs whose name contains one of these")
    arguments = parser.parse_args()
    root = arguments.root.resolve()
    (root / "build" / "bench").mkdir(parents=True, exist_ok=True)
    about = machine(root)
    try:
        if arguments.no_postgres:
            series, failures = measure(root, arguments, None)
        else:
            with pg_baseline.Cluster(root / "build" / "bench") as cluster:
                series, failures = measure(root, arguments, cluster)
    except pg_baseline.Unavailable as why:
        sys.exit(f"PostgreSQL cannot be measured ({why}); --no-postgres measures ours only")
    text = f"{about}\nMedians of {arguments.rounds} rounds.\n\n{table(series)}"
    beside = bench_peers.table(series, number)
    if beside:
        text = f"{text}\n\n{bench_peers.versions(root)}\n\n{beside}"
    print(text)
    if arguments.write:
        put_into(arguments.write, text)
    if failures:
        sys.exit("failed:\n" + "\n".join(failures))


if __name__ == "__main__":
    main()
