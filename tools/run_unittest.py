#!/usr/bin/env python3
"""Runs one unittest file and prints its cases the way tools/run_tests.py reads them.

`PASS name`, `FAIL name: why` or `SKIP name: why` for each case, then `N passed, N failed, N skipped`. A file
that cannot be loaded prints no summary, which the runner counts as a failure.
"""
import argparse
import importlib.util
import pathlib
import sys
import unittest


class Lines(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.counts = {"PASS": 0, "FAIL": 0, "SKIP": 0}
        self.failed = set()

    def line(self, word, name, why=""):
        self.counts[word] += 1
        print(f"{word} {name}" + (f": {why}" if why else ""), flush=True)

    def fail(self, test, error):
        name = short_name(test)
        if name in self.failed:
            return
        self.failed.add(name)
        print(self._exc_info_to_string(error, test).rstrip())  # without unittest's own frames
        self.line("FAIL", name, f"{error[0].__name__}: {' '.join(str(error[1]).split())[:300]}")

    def addError(self, test, err):
        self.fail(test, err)

    def addFailure(self, test, err):
        self.fail(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.fail(test, err)

    def addSuccess(self, test):
        if short_name(test) not in self.failed:
            self.line("PASS", short_name(test))

    def addSkip(self, test, reason):
        self.line("SKIP", short_name(test), reason)

    def addUnexpectedSuccess(self, test):
        self.line("FAIL", short_name(test), "was expected to fail, and passed")


def short_name(test):
    """"Layers.test_domain_may_not_include_ports" without the file, which the runner puts in front."""
    identifier = test.id() if hasattr(test, "id") else str(test)
    return ".".join(identifier.split(".")[-2:]).replace(" ", "_").replace(":", "_")


def flatten(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flatten(item)
        else:
            yield item


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--pattern", default="")
    arguments = parser.parse_args()
    sys.path.insert(0, str(arguments.file.resolve().parent))
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
    spec = importlib.util.spec_from_file_location(arguments.file.stem, arguments.file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[arguments.file.stem] = module
    spec.loader.exec_module(module)
    every = list(flatten(unittest.defaultTestLoader.loadTestsFromModule(module)))
    chosen = [test for test in every
              if arguments.pattern.lower() in f"{arguments.file.stem}.{short_name(test)}".lower()]
    if not every:
        print("the file holds no test")
        return 1  # no summary: a failure
    result = Lines()
    unittest.TestSuite(chosen).run(result)
    print(f"{result.counts['PASS']} passed, {result.counts['FAIL']} failed, {result.counts['SKIP']} skipped")
    return 1 if result.counts["FAIL"] else 0


if __name__ == "__main__":
    sys.exit(main())
