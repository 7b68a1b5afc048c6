#!/usr/bin/env python3
"""Runs the fuzz targets of fuzz/targets.toml, each from fuzz/corpus/<target>.

Two cases for each: `corpus`, every committed seed once, which is where the inputs of former bugs are; and
`executions`, as many inputs as its table asks for (or, with --seconds, for that long). What broke a
target is kept in build/fuzz/broken and printed, so that it can be tried again and committed:

    build/fuzz/fuzz/<target> build/fuzz/broken/<file>

With --grow, what a target finds new is kept in build/fuzz/corpus/<target>.
"""
import argparse
import base64
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import tomllib

CASES = ("corpus", "executions")
SECONDS_MAX = 590  # of one target
BYTES_SHOWN = 1500  # of what broke a target
# Short stacks of allocations cost a tenth less; seeds are also watched for stacks that were left, which costs
# a quarter more than the millions can have.
ADDRESS = "detect_leaks=1:abort_on_error=1:strict_string_checks=1:quarantine_size_mb=8:malloc_context_size=3"
QUICK = {"ASAN_OPTIONS": ADDRESS + ":detect_stack_use_after_return=0"}
ENVIRONMENT = {
    "ASAN_SYMBOLIZER_PATH": "/usr/bin/llvm-symbolizer-19",
    "ASAN_OPTIONS": ADDRESS,
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
}


def targets(root):
    """{target: {executions, max_len, reads}} of fuzz/targets.toml."""
    rows = tomllib.loads((root / "fuzz" / "targets.toml").read_text("utf-8"))
    return {name: row for name, row in rows.items() if name.endswith("_fuzz")}


def run(command, environment=None):
    """(exit code, output) of a target."""
    try:
        ended = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS_MAX,
                               env={**os.environ, **ENVIRONMENT, **(environment or {})}, check=False)
    except OSError as error:
        return -1, str(error)
    except subprocess.TimeoutExpired as overran:
        said = (overran.stdout or b"").decode("utf-8", "replace")
        return -1, f"{said}\ndid not end within {SECONDS_MAX} s"
    return ended.returncode, ended.stdout.decode("utf-8", "replace")


def broken_input(output):
    """Where libFuzzer put the input that broke the target, and the input itself for whoever has only this."""
    found = re.search(r"Test unit written to (\S+)", output)
    if not found:
        return ""
    path = pathlib.Path(found.group(1))
    text = base64.b64encode(path.read_bytes()[:BYTES_SHOWN]).decode("ascii") if path.is_file() else ""
    return f"\ninput: {path}\ninput in base64: {text}"


class Runner:
    def __init__(self, arguments):
        self.root, self.build = arguments.root, arguments.build
        self.seconds, self.grow, self.seed = arguments.seconds, arguments.grow, arguments.seed
        self.broken = self.build / "broken"
        self.broken.mkdir(parents=True, exist_ok=True)

    def options(self, target):
        return [self.build / "fuzz" / target, "-timeout=20", "-rss_limit_mb=2048",
                f"-artifact_prefix={self.broken}/{target}-"]

    def corpus(self, target):
        """Runs each seed once. (passed, words)"""
        seeds = sorted((self.root / "fuzz" / "corpus" / target).glob("*"))
        if not seeds:
            return False, f"fuzz/corpus/{target} is empty"
        code, output = run(self.options(target) + seeds)
        if code != 0 or output.count("Executed ") < len(seeds):
            return False, f"exit code {code}\n{output[-4000:]}{broken_input(output)}"
        return True, f"{len(seeds)} seeds"

    def executions(self, target, row):
        """Asks the target as often as its row says. (passed, words, executions, seconds)"""
        # libFuzzer writes what is new to the first folder, which therefore never is the committed one.
        kept = self.build / ("corpus" if self.grow else "passing") / target
        if not self.grow:
            shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True, exist_ok=True)
        folders = [kept, self.root / "fuzz" / "corpus" / target]
        dictionary = self.root / "fuzz" / "dictionary" / target
        limit = f"-max_total_time={self.seconds}" if self.seconds else f"-runs={row['executions']}"
        command = self.options(target) + [limit, f"-max_len={row['max_len']}", "-verbosity=0", "-reload=0",
                                          "-print_final_stats=1"]
        command += [f"-dict={dictionary}"] if dictionary.is_file() else []
        command += [f"-seed={self.seed}"] if self.seed else []
        started = time.monotonic()
        code, output = run(command + folders, QUICK)
        seconds = time.monotonic() - started
        found = re.search(r"number_of_executed_units: *(\d+)", output)
        done = int(found.group(1)) if found else 0
        if code != 0:
            return False, f"exit code {code}\n{output[-6000:]}{broken_input(output)}", done, seconds
        if not self.seconds and done < row["executions"]:
            words = f"only {done:,} of {row['executions']:,} executions\n{output[-2000:]}"
            return False, words, done, seconds
        return True, f"{done:,} executions", done, seconds

    def target(self, name, row, wanted):
        """(cases, note) of one target; a case is (name, passed, words)."""
        cases, note = [], None
        if wanted(f"{name}.corpus"):
            cases.append((f"{name}.corpus", *self.corpus(name)))
        if wanted(f"{name}.executions"):
            passed, words, done, seconds = self.executions(name, row)
            cases.append((f"{name}.executions", passed, words))
            note = (f"{name}: {done:,} executions in {seconds:.1f} s, "
                    f"{done / max(seconds, 0.001):,.0f} a second")
        return cases, note


def executions_in(note):
    """The number that a note of a target states."""
    found = re.search(r"([\d,]+) executions\b", note)
    return int(found.group(1).replace(",", "")) if found else 0


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, help="the build folder (build/fuzz)")
    parser.add_argument("--seconds", type=int, help="for each target, instead of a number of executions")
    parser.add_argument("--at-once", type=int, default=1, help="targets at the same time")
    parser.add_argument("--grow", action="store_true", help="keep new inputs, and begin from those kept")
    parser.add_argument("--seed", type=int, help="of chance; without it each run is another one")
    parser.add_argument("--matches", metavar="PATTERN",
                        help="only say, by the exit code, whether it names a case")
    parser.add_argument("--pattern", default="",
                        help="only cases whose name, fuzz.<target>.<case>, contains this")
    parser.add_argument("--target", help="only this one")
    read = parser.parse_args(arguments)
    read.build = read.build or read.root / "build" / "fuzz"
    return read


def main():
    arguments = parse()
    rows = targets(arguments.root)
    if arguments.matches is not None:
        names = [f"fuzz.{name}.{case}" for name in rows for case in CASES]
        return 0 if any(arguments.matches.lower() in name for name in names) else 1

    def wanted(case):
        return arguments.pattern.lower() in f"fuzz.{case}".lower()

    runner, counts, total = Runner(arguments), {True: 0, False: 0}, 0
    chosen = [(name, row) for name, row in rows.items() if arguments.target in (None, name)]
    with concurrent.futures.ThreadPoolExecutor(arguments.at_once) as pool:
        running = [pool.submit(runner.target, name, row, wanted) for name, row in chosen]
        for future in concurrent.futures.as_completed(running):
            cases, note = future.result()
            for case, passed, words in cases:
                counts[passed] += 1
                print(f"{'PASS' if passed else 'FAIL'} {case}: {words}", flush=True)
            if note:
                total += executions_in(note)
                print(f"NOTE {note}", flush=True)
    if not arguments.target:
        print(f"{total:,} executions under address and undefined-behaviour sanitizers")
    print(f"{counts[True]} passed, {counts[False]} failed, 0 skipped")
    return 1 if counts[False] or not counts[True] else 0


if __name__ == "__main__":
    sys.exit(main())
