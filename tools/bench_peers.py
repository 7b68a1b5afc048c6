"""The peers' figures beside Anlan's of the same rounds: one row for each comparison, with its ratio.

A peer's figure is `<peer>.<what>`; COMPARISONS says which of Anlan's it stands beside. A ratio above 1 means
that Anlan is better, whether more or less is better.
"""
import json
import re
import statistics
import subprocess

PEERS = {"pgboss": "pg-boss", "graphile_default": "graphile-worker",
         "graphile_tuned": "graphile-worker, tuned", "bullmq": "BullMQ", "postgis": "PostGIS",
         "redis": "Redis GEOSEARCH"}
# What is compared; Anlan's figure; the peers' (a pattern, since a name says its counts); is more better?
MORE, LESS = "more", "less"
NEAREST = "nearest_5_free_cars_of_10000_moving_units"
COMPARISONS = (
    ("deadline created, 1 in flight, p50", "engine_1_caller_p50", r"create_1_in_flight_p50", LESS),
    ("deadlines created, 32 in flight", "engine_32_callers", r"create_32_in_flight", MORE),
    ("the same, p99 of one", "engine_32_callers_p99", r"create_32_in_flight_p99", LESS),
    ("deadlines cancelled, 32 in flight", "deadlines_cancelled_32_callers", r"cancel_32_in_flight", MORE),
    ("deadlines created, in batches", "deadlines_armed", r"create_1000_at_a_time", MORE),
    ("lateness at 500 due a second, p50", "due_500_per_s_lag_p50", r"due_500_per_s_\w+_lag_p50", LESS),
    ("lateness at 500 due a second, p99", "due_500_per_s_lag_p99", r"due_500_per_s_\w+_lag_p99", LESS),
    ("storm due at one instant: last one out", "due_storm_all_out", r"due_storm_\w+_all_out", LESS),
    ("storm that fell due while all was dead, worker killed again half-way: last one out",
     "gap_all_out_after_restart", r"gap_\w+_all_out_after_restart", LESS),
    ("nearest 5 of 10,000, all moving, p50", NEAREST + "_p50", r"nearest_5_moving_p50", LESS),
    ("nearest 5 of 10,000, all moving, p99", NEAREST + "_p99", r"nearest_5_moving_p99", LESS),
)
# A storm whose last job was not waited for: its figure is how many were out by then.
UNFINISHED = {"due_storm_all_out": re.compile(r"due_storm_\w+_out_in_(\d+)_s"),
              "gap_all_out_after_restart": re.compile(r"gap_\w+_out_in_(\d+)_s")}


def of_peer(name):
    """(peer, what) of a peer's figure, or None."""
    peer, dot, what = name.partition(".")
    return (peer, what) if dot and peer in PEERS else None


def ratio_of(ours, theirs, better):
    up, down = (ours, theirs) if better == MORE else (theirs, ours)
    if down <= 0:
        return "-"  # below what the clock shows
    ratio = up / down
    return f"{ratio:.2g}" if ratio < 10 else f"{ratio:,.0f}"


def rows(series, number):
    """One row a peer and comparison; `series` is {name: (unit, [values])}."""
    for what, own, pattern, better in COMPARISONS:
        if own not in series:
            continue
        ours = statistics.median(series[own][1])
        for name, (unit, values) in series.items():
            found = of_peer(name)
            if not found:
                continue
            theirs, least = statistics.median(values), ""
            unfinished = own in UNFINISHED and UNFINISHED[own].fullmatch(found[1])
            if unfinished:
                theirs, least, unit = float(unfinished.group(1)) * 1000, "> ", "ms"
            elif not re.fullmatch(pattern, found[1]):
                continue
            yield (f"| {what} | {number(ours)} | {PEERS[found[0]]} | {least}{number(theirs)} | {unit} | "
                   f"{least}{ratio_of(ours, theirs, better)} | `{own}`, `{name}` |")


def table(series, number):
    """Markdown, or nothing where no peer was measured."""
    found = list(rows(series, number))
    if not found:
        return ""
    head = ["| compared | Anlan | peer | its figure | unit | Anlan better by | figures |",
            "|---|---:|---|---:|---|---:|---|"]
    return "\n".join(head + found)


def first_line(*command):
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return "unknown"
    return said.splitlines()[0] if said else "unknown"


def version_in(program):
    found = re.search(r"\d+\.\d+(?:\.\d+)*", first_line(program, "--version"))
    return found.group() if found else "unknown"


def versions(root):
    """What was measured, as one line."""
    folder = root / "bench" / "peers"
    wanted = json.loads((folder / "package.json").read_text("utf-8"))["dependencies"]
    packages = ", ".join(f"{name} {version}" for name, version in wanted.items())
    postgis = first_line("dpkg-query", "-W", "-f=${Version}", "postgresql-15-postgis-3").split("+")[0]
    return (f"Peers: PostgreSQL {version_in('/usr/lib/postgresql/15/bin/postgres')}, PostGIS {postgis}, "
            f"Redis {version_in('redis-server')}, Node {version_in('node')}, {packages}.")
