#!/usr/bin/env python3
"""Runs every fuzz target for its share of the given seconds, from fuzz/corpus/<target>.

What a target finds new is kept in build/fuzz/corpus; what broke it in build/fuzz/broken, and fails.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys


def targets(build):
    return [path for path in sorted((build / "fuzz").glob("*_fuzz")) if os.access(path, os.X_OK)]


def fuzz(root, build, target, seconds):
    """Whether the target survived."""
    found, seeds = build / "corpus" / target.name, root / "fuzz" / "corpus" / target.name
    broken = build / "broken"
    for folder in (found, broken):
        folder.mkdir(parents=True, exist_ok=True)
    folders = [str(found)] + ([str(seeds)] if seeds.is_dir() else [])
    command = [str(target), f"-max_total_time={seconds}", "-timeout=5", "-rss_limit_mb=2048", "-verbosity=0",
               "-print_final_stats=1", f"-artifact_prefix={broken}/{target.name}-"] + folders
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    runs = re.findall(r"number_of_executed_units: *(\d+)", ended.stdout)
    if ended.returncode == 0 and runs:
        print(f"PASS {target.name}: {int(runs[0]):,} inputs in {seconds} s", flush=True)
        return True
    print(f"FAIL {target.name}: exit code {ended.returncode}\n{ended.stdout[-4000:]}", flush=True)
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=int, default=60, help="for all targets together")
    arguments = parser.parse_args()
    build = arguments.root / "build" / "fuzz"
    found = targets(build)
    if not found:
        print("there is no fuzz target")
        return 1
    share = max(1, arguments.seconds // len(found))
    survived = [fuzz(arguments.root, build, target, share) for target in found]
    print(f"{sum(survived)} passed, {len(found) - sum(survived)} failed, 0 skipped")
    return 0 if all(survived) else 1


if __name__ == "__main__":
    sys.exit(main())
