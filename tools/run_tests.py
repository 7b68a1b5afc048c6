#!/usr/bin/env python3
"""Runs every check and test of the tree and ends with the line "N passed, N failed, N skipped".

What is run:
  checks     tools/check_*.py and tools/tidy.py over the tree, one case each
  programs   the GoogleTest programs named in <build>/test_programs.txt, one case for each test
  fuzz       the targets of fuzz/targets.toml (tools/run_fuzz.py), where --fuzz names their build: every
             committed seed, and as many executions as their table says
  scripts    *_test.py below tests/ (unittest by tools/run_unittest.py), *_test.mjs below tests/ and tools/

The contract, because a silent test is worse than a failing one: a program that ends without its summary, that
crashes, overruns its time, is not there, or ran fewer cases than it lists, is a failure. Zero tests is a
failure. A skip is printed with its reason. A script of its own kind prints `PASS name`, `FAIL name: why` or
`SKIP name: why` for each case, and as its last line `N passed, N failed, N skipped`.
"""
import argparse
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time

import run_fuzz

SECONDS_MAX = 900  # for one program or script
# Two kinds of work share the machine: what keeps a core busy, as many at once as there are cores, and what
# mostly waits for a browser, a disk or a server, two at once beside it. One queue of both left cores idle.
BUSY, WAITING = "busy", "waiting"
WAITING_AT_ONCE = 2
# The programs that would end last, alone on one core: so many parts each, which run beside one another.
PARTS = {"test_sim": 4, "test_whole": 4, "test_adapters": 2}
CHECKS = ("check_layers", "check_purity", "check_charter", "check_docs", "check_sql", "check_fuzz", "tidy")
# The rooms with threads, which the thread sanitizer is for.
THREADED_ROOMS = ("test_engine", "test_views", "test_stream", "test_api", "test_adapters")
OUTPUT_LINES_MAX = 60  # of a failing program, shown
SUMMARY = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$")


@dataclasses.dataclass
class Case:
    name: str
    outcome: str  # passed, failed, skipped
    why: str = ""


@dataclasses.dataclass
class Job:
    """One process to run, and the function that reads its cases from what it left behind."""

    name: str
    command: list
    read: object  # function(Finished) -> list of Case
    environment: dict = dataclasses.field(default_factory=dict)
    lane: str = BUSY
    part: str = ""  # " (2 of 4)"


@dataclasses.dataclass
class Spent:
    """Seconds by the clock, and of processors: its own, and of what it started and waited for."""

    seconds: float
    processor: float

    def __str__(self):
        return f"{self.seconds:.1f} s ({self.processor:.1f} s of processor)"


@dataclasses.dataclass
class Finished:
    job: Job
    code: int
    output: str
    overran: bool
    report: pathlib.Path

    def notes(self):
        """What a job has to say beside its cases: lines that begin with NOTE."""
        return re.findall(r"(?m)^NOTE (.*)$", self.output)


def tail(output):
    lines = output.rstrip().splitlines()
    left_out = [f"… {len(lines) - OUTPUT_LINES_MAX} lines before"] if len(lines) > OUTPUT_LINES_MAX else []
    return "\n".join(left_out + lines[-OUTPUT_LINES_MAX:])


def how_it_ended(finished):
    if finished.overran:
        return f"did not end within {SECONDS_MAX} s"
    if finished.code < 0:
        return f"ended by {signal.Signals(-finished.code).name}"
    return f"ended with exit code {finished.code}"


def run(job):
    """Runs a job in its own process group, so that overrunning children end with it."""
    with tempfile.TemporaryDirectory(prefix="anlan-test-") as folder:
        report = pathlib.Path(folder) / "report.json"
        command = [str(part).replace("{report}", str(report)) for part in job.command]
        started = time.monotonic()
        try:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=subprocess.STDOUT, start_new_session=True,
                                       env={**os.environ, **job.environment, "TMPDIR": folder})
        except OSError as error:
            return [Case(job.name, "failed", f"could not be started: {error}")], Spent(0.0, 0.0), []
        overran = threading.Event()

        def end():
            overran.set()
            os.killpg(process.pid, signal.SIGKILL)

        watch = threading.Timer(SECONDS_MAX, end)
        watch.start()
        output = process.stdout.read()  # until all that it started has ended, or let go of it
        _, status, usage = os.wait4(process.pid, 0)
        watch.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        spent = Spent(time.monotonic() - started, usage.ru_utime + usage.ru_stime)
        text = output.decode("utf-8", "replace")
        finished = Finished(job, process.returncode, text, overran.is_set(), report)
        return job.read(finished), spent, finished.notes()


# --- checks -----------------------------------------------------------------------------------------------


def read_check(finished):
    if finished.code == 0 and not finished.overran:
        return [Case(finished.job.name, "passed")]
    return [Case(finished.job.name, "failed", f"{how_it_ended(finished)}\n{finished.output.rstrip()}")]


def check_jobs(root, build):
    jobs = []
    for check in CHECKS:
        script = root / "tools" / f"{check}.py"
        command = [sys.executable, script, "--root", root]
        if check in ("check_purity", "check_docs"):
            command += ["--build", build]
        jobs.append(Job(f"tools.{check}", command, read_check))
    return jobs


# --- GoogleTest -------------------------------------------------------------------------------------------


def listed_tests(program):
    """Names of a GoogleTest program's tests, "Suite.Case", as it lists them itself."""
    listing = subprocess.run([program, "--gtest_list_tests"], stdin=subprocess.DEVNULL, capture_output=True,
                             timeout=60, check=True).stdout.decode("utf-8", "replace")
    names, suite = [], ""
    for line in listing.splitlines():
        text = line.split("#")[0].rstrip()
        if not text or text.startswith("Running main()"):
            continue
        if text.startswith(" "):
            names.append(suite + text.strip())
        else:
            suite = text
    return [name for name in names if not name.startswith("DISABLED_") and ".DISABLED_" not in name]


def skip_reason(output, name):
    """What stands between a test's RUN and SKIPPED lines."""
    own = re.escape(name)
    found = re.search(rf"\[ RUN      \] {own}\n(.*?)\[  SKIPPED \] {own}", output, re.DOTALL)
    said = found.group(1).splitlines() if found else []
    lines = [line for line in said if not re.match(r".*: Skipped$", line)]
    return " ".join(" ".join(lines).split()) or "no reason given"


def read_gtest(expected):
    def read(finished):
        name = finished.job.name
        try:
            report = json.loads(finished.report.read_text("utf-8"))
        except (OSError, ValueError):
            running = re.findall(r"\[ RUN      \] (\S+)", finished.output)
            where = f", while running {running[-1]}" if running else ""
            why = f"{how_it_ended(finished)} without its summary{where}\n{tail(finished.output)}"
            return [Case(f"{name}.{running[-1]}" if running else name, "failed", why)]
        cases = []
        for suite in report["testsuites"]:
            for test in suite["testsuite"]:
                cases.append(read_gtest_case(finished, suite["name"], test))
        missing = len(expected) - len(cases)
        if missing != 0:
            cases.append(Case(name, "failed", f"lists {len(expected)} tests, reported {len(cases)}"))
        if finished.code != 0 and not any(case.outcome == "failed" for case in cases):
            cases.append(Case(name, "failed", f"every test passed, yet it {how_it_ended(finished)}\n"
                                              f"{tail(finished.output)}"))
        return cases

    return read


def read_gtest_case(finished, suite, test):
    name = f"{finished.job.name}.{suite}.{test['name']}"
    if test.get("failures"):
        return Case(name, "failed", "\n".join(failure["failure"] for failure in test["failures"]))
    if test.get("result") == "SKIPPED":
        return Case(name, "skipped", skip_reason(finished.output, f"{suite}.{test['name']}"))
    if test.get("status") != "RUN":
        return Case(name, "failed", f"was not run: {test.get('status')} {test.get('result')}")
    return Case(name, "passed")


def program_names(build, only=None):
    path = build / "test_programs.txt"
    names = path.read_text("utf-8").split() if path.exists() else []
    return [name for name in names if only is None or name in only]


def program_jobs(root, build, label="", only=None, wanted=lambda name: True):
    jobs, failures = [], []
    environment = {
        "ANLAN_SOURCE_DIR": str(root),
        "ASAN_SYMBOLIZER_PATH": "/usr/bin/llvm-symbolizer-19",
        "ASAN_OPTIONS": "detect_leaks=1:abort_on_error=1:strict_string_checks=1",
        "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
        "TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1",
    }
    for program in program_names(build, only):
        name = f"{label}.{program}" if label else program
        try:
            tests = listed_tests(build / program)
        except (OSError, subprocess.SubprocessError) as error:
            failures.append(Case(name, "failed", f"cannot list its tests: {error}"))
            continue
        chosen = [test for test in tests if wanted(f"{name}.{test}")]
        if not chosen:
            if not tests:
                failures.append(Case(name, "failed", "holds no test"))
            continue
        command = [build / program, "--gtest_output=json:{report}", "--gtest_color=no"]
        for part, some in parts_of(chosen, PARTS.get(program, 1)):
            only_some = ["--gtest_filter=" + ":".join(some)] if len(some) < len(tests) else []
            jobs.append(Job(name, command + only_some, read_gtest(some), environment, part=part))
    return jobs, failures


def parts_of(tests, count):
    """Every count-th test, from the first on, from the second on, ...; (name of the part, its tests)."""
    count = min(count, len(tests))
    if count == 1:
        return [("", tests)]
    return [(f" ({number + 1} of {count})", tests[number::count]) for number in range(count)]


# --- scripts ----------------------------------------------------------------------------------------------


def read_script(finished):
    name = finished.job.name
    cases, summary = [], None
    for line in finished.output.splitlines():
        summary = SUMMARY.match(line) or summary
        found = re.match(r"^(PASS|FAIL|SKIP) ([^\s:]+)(?:: ?(.*))?$", line)
        if found:
            outcome = {"PASS": "passed", "FAIL": "failed", "SKIP": "skipped"}[found.group(1)]
            cases.append(Case(f"{name}.{found.group(2)}", outcome, found.group(3) or "no reason given"))
    failed = [case for case in cases if case.outcome == "failed"]
    for case in failed:
        case.why += f"\n{tail(finished.output)}" if case is failed[0] else ""
    counted = [sum(case.outcome == outcome for case in cases) for outcome in ("passed", "failed", "skipped")]
    if summary is None or finished.overran:
        why = f"{how_it_ended(finished)} without its summary\n{tail(finished.output)}"
        return cases + [Case(name, "failed", why)]
    if [int(count) for count in summary.groups()] != counted:
        return cases + [Case(name, "failed", f"its summary says {summary.group(0)!r}, its lines {counted}")]
    if finished.code != 0 and not failed:
        why = f"{how_it_ended(finished)}, with no failure\n{tail(finished.output)}"
        return cases + [Case(name, "failed", why)]
    return cases


def read_tap(finished):
    """The cases of a node:test file; a suite counts by its tests, so only the innermost lines are cases."""
    name, output = finished.job.name, finished.output
    plan = re.search(r"(?m)^# tests (\d+)$", output)
    if plan is None or finished.overran:
        return [Case(name, "failed", f"{how_it_ended(finished)} without its summary\n{tail(output)}")]
    cases = []
    line = r"(?m)^ *(not )?ok \d+ - (.*?)(?: # (SKIP|TO" r"DO)(.*))?\n((?: +.*\n)*)"
    for found in re.finditer(line, output):
        failed, title, directive, reason, details = found.groups()
        if "type: 'suite'" in details.split("...")[0]:
            continue
        outcome = "skipped" if directive else "failed" if failed else "passed"
        case_name = f"{name}.{re.sub(r'[^0-9A-Za-z_]+', '_', title)}"
        cases.append(Case(case_name, outcome, (reason or "").strip() or tail(details)))
    if finished.code != 0 and not any(case.outcome == "failed" for case in cases):
        cases.append(Case(name, "failed", f"{how_it_ended(finished)}, with no failure\n{tail(output)}"))
    return cases


def scripts(root, *patterns):
    return [path for pattern in patterns for path in sorted(root.glob(pattern))
            if "node_modules" not in path.parts]


def script_jobs(root, build, pattern):
    environment = {"ANLAN_SOURCE_DIR": str(root), "ANLAN_BUILD_DIR": str(build),
                   "ANLAN_BINARY": str(build / "anlan"), "PYTHONDONTWRITEBYTECODE": "1"}
    jobs = []
    for script in scripts(root, "tests/**/*_test.py"):
        command = [sys.executable, script]
        # A unittest file can be asked for single cases; another script is run whole or not at all.
        if re.search(r"^(import|from) unittest\b", script.read_text("utf-8"), re.MULTILINE):
            command = [sys.executable, root / "tools" / "run_unittest.py", script, "--pattern", pattern]
        elif not whole_script_wanted(script, pattern):
            continue
        jobs.append(Job(script.stem, command, read_script, environment, WAITING))
    for script in scripts(root, "tests/**/*_test.mjs", "tools/**/*_test.mjs"):
        if not whole_script_wanted(script, pattern):
            continue
        if re.search(r"""['"]node:test['"]""", script.read_text("utf-8")):
            command = ["node", "--test", "--test-reporter=tap", script]
            jobs.append(Job(script.stem, command, read_tap, environment, WAITING))
        else:
            jobs.append(Job(script.stem, ["node", script], read_script, environment, WAITING))
    return jobs


def fuzz_jobs(root, build, pattern):
    command = [sys.executable, root / "tools" / "run_fuzz.py", "--root", root, "--build", build,
               "--pattern", pattern, "--target"]
    return [Job("fuzz", command + [target], read_script) for target in run_fuzz.targets(root)
            if any(matches(pattern, f"fuzz.{target}.{case}") for case in run_fuzz.CASES)]


def whole_script_wanted(script, pattern):
    return pattern.lower() in script.stem.lower() or pattern.lower().startswith(script.stem.lower() + ".")


# --- all --------------------------------------------------------------------------------------------------


def matches(pattern, name):
    return pattern.lower() in name.lower()


def collect(arguments):
    """The jobs to run, and the failures that are certain before running any."""
    root, build, pattern = arguments.root, arguments.build, arguments.pattern
    jobs, failures = program_jobs(root, build, wanted=lambda name: matches(pattern, name))
    for also in arguments.also:
        label, folder = also.split("=", 1)
        only = THREADED_ROOMS if label == "tsan" else None
        more, failed = program_jobs(root, pathlib.Path(folder), label, only,
                                    lambda name: matches(pattern, name))
        jobs += more
        failures += failed
    scripts = script_jobs(root, build, pattern)
    checks = [job for job in check_jobs(root, build) if matches(pattern, job.name)]
    fuzzers = fuzz_jobs(root, arguments.fuzz, pattern) if arguments.fuzz else []
    jobs.sort(key=lambda job: not job.part)  # the longest first
    return jobs + fuzzers + checks + scripts, [case for case in failures if matches(pattern, case.name)]


def report_case(case, out):
    if case.outcome == "failed":
        print(f"FAILED  {case.name}", file=out)
        for line in case.why.splitlines():
            print(f"    {line}", file=out)
    elif case.outcome == "skipped":
        print(f"SKIPPED {case.name}: {case.why}", file=out)
    out.flush()


def run_all(jobs, failures, pattern, out):
    cases, executions = list(failures), 0
    for case in failures:
        report_case(case, out)
    with (concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as busy,
          concurrent.futures.ThreadPoolExecutor(WAITING_AT_ONCE) as waiting):
        lanes = {BUSY: busy, WAITING: waiting}
        for future in concurrent.futures.as_completed([lanes[job.lane].submit(timed, job) for job in jobs]):
            job, ended, spent, notes = future.result()
            chosen = [case for case in ended if matches(pattern, case.name) or case.outcome == "failed"]
            if not chosen:
                continue
            counts = {outcome: sum(case.outcome == outcome for case in chosen)
                      for outcome in ("passed", "failed", "skipped")}
            words = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
            print(f"{job.name}{job.part}: {words} in {spent}", file=out)
            for note in notes:
                print(f"    {note}", file=out)
                executions += run_fuzz.executions_in(note)
            for case in chosen:
                report_case(case, out)
            cases += chosen
    if executions:
        print(f"\nfuzz: {executions:,} executions under address and undefined-behaviour sanitizers", file=out)
    return cases


def timed(job):
    return job, *run(job)


def finish(cases, out):
    """Prints every failure and skip once more, then the summary as the last line; the exit code."""
    count = {outcome: [case for case in cases if case.outcome == outcome]
             for outcome in ("passed", "failed", "skipped")}
    if count["skipped"]:
        print("\nskipped:", file=out)
        for case in count["skipped"]:
            print(f"  {case.name}: {case.why}", file=out)
    if count["failed"]:
        print("\nfailed:", file=out)
        for case in count["failed"]:
            print(f"  {case.name}", file=out)
    if not cases:
        print("no test matches: that counts as a failure", file=out)
    print(", ".join(f"{len(found)} {outcome}" for outcome, found in count.items()), file=out)
    out.flush()
    return 1 if count["failed"] or not cases else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the build folder")
    parser.add_argument("--also", action="append", default=[], metavar="LABEL=FOLDER",
                        help="run the test programs of another build too")
    parser.add_argument("--fuzz", type=pathlib.Path, metavar="FOLDER", help="the build of the fuzz targets")
    parser.add_argument("--programs", metavar="LABEL", help="print the test programs of a build and end")
    parser.add_argument("pattern", nargs="?", default="", help="only cases whose name contains this")
    arguments = parser.parse_args()
    if arguments.programs is not None:
        only = THREADED_ROOMS if arguments.programs == "tsan" else None
        print("\n".join(program_names(arguments.build, only)))
        return 0
    started = time.monotonic()
    jobs, failures = collect(arguments)
    cases = run_all(jobs, failures, arguments.pattern, sys.stdout)
    again = shlex.join(["./dev", "test", arguments.pattern] if arguments.pattern else ["./dev", "test"])
    print(f"\n{again}: {time.monotonic() - started:.0f} s", file=sys.stdout)
    return finish(cases, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
