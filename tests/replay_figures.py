#!/usr/bin/env python3
"""Computes a replay's figures straight from the log, with nothing of Anlan's, and compares with out.json.

    replay_figures.py LOG.csv OUT.json

The log's columns are San Francisco's. Exits 1 on any difference, to the second.
"""
import csv
import json
import sys
from datetime import datetime

STAMPS = {
    "received": "Received DtTm",
    "entry": "Entry DtTm",
    "dispatch": "Dispatch DtTm",
    "en_route": "Response DtTm",
    "on_scene": "On Scene DtTm",
    "clear": "Available DtTm",
}
INTERVALS = {
    "received_to_entry": ("received", "entry"),
    "entry_to_dispatch": ("entry", "dispatch"),
    "dispatch_to_en_route": ("dispatch", "en_route"),
    "en_route_to_on_scene": ("en_route", "on_scene"),
    "dispatch_to_on_scene": ("dispatch", "on_scene"),
    "on_scene_to_clear": ("on_scene", "clear"),
}


def instant(text):
    if not text:
        return None
    try:
        return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p")
    except ValueError:
        return None


def read_log(path):
    """Each unit response with its six instants. The call's own (received, entry) are the first row's."""
    calls, responses = {}, []
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            stamps = {name: instant(row[column]) for name, column in STAMPS.items()}
            first = calls.setdefault(row["Call Number"], stamps)
            responses.append({**stamps, "received": first["received"], "entry": first["entry"]})
    return len(calls), responses


def nearest_rank(ascending, percent):
    return ascending[(len(ascending) * percent + 99) // 100 - 1]


def interval(responses, begin, end):
    seconds = sorted(
        int((r[end] - r[begin]).total_seconds())
        for r in responses
        if r[begin] is not None and r[end] is not None and r[begin] <= r[end]
    )
    figures = {"n": len(seconds)}
    if seconds:
        figures.update({f"p{percent}": nearest_rank(seconds, percent) for percent in (50, 90, 99)})
    return figures


def figures_of(path):
    calls, responses = read_log(path)
    figures = {"calls": calls, "unit_responses": len(responses)}
    for name, (begin, end) in INTERVALS.items():
        for figure, value in interval(responses, begin, end).items():
            figures[f"intervals.{name}.{figure}"] = value
    return figures


def look_up(report, path):
    for part in path.split("."):
        report = report.get(part) if isinstance(report, dict) else None
    return report


def differences(log, report):
    return [
        f"{path}: the log has {expected}, the report has {look_up(report, path)}"
        for path, expected in figures_of(log).items()
        if look_up(report, path) != expected
    ]


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[1], encoding="utf-8") as file:
        report = json.load(file)
    wrong = differences(arguments[0], report)
    for line in wrong:
        print(line)
    print(f"{len(figures_of(arguments[0]))} figures compared, {len(wrong)} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
