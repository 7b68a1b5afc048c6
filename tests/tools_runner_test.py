"""tools/run_tests.py counts what ran, and takes silence, crashes and missing programs for failures."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest

ROOT = pathlib.Path(os.environ.get("ANLAN_SOURCE_DIR", pathlib.Path(__file__).resolve().parent.parent))

# Behaves like a GoogleTest program with the tests A.Good, A.Bad and A.Left, each told how to end.
PROGRAM = """#!{python}
import json, os, signal, sys
ends = {ends!r}
if "--gtest_list_tests" in sys.argv:
    print("Running main() from gtest_main.cc\\nA.\\n  " + "\\n  ".join(ends))
    sys.exit(0)
chosen = list(ends)
for argument in sys.argv:
    if argument.startswith("--gtest_filter="):
        chosen = [name for name in ends if "A." + name in argument.split("=", 1)[1].split(":")]
cases = []
for name in chosen:
    print("[ RUN      ] A." + name, flush=True)
    end = ends[name]
    if end == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if end == "silent":
        os._exit(0)
    case = {{"name": name, "status": "RUN", "result": "COMPLETED"}}
    if end == "fail":
        case["failures"] = [{{"failure": "expected 1, got 2"}}]
    if end == "skip":
        case["result"] = "SKIPPED"
        print("a_test.cpp:3: Skipped\\nno shared data\\n\\n[  SKIPPED ] A." + name)
    if end != "forget":
        cases.append(case)
for argument in sys.argv:
    if argument.startswith("--gtest_output=json:"):
        with open(argument.split(":", 1)[1], "w") as out:
            json.dump({{"testsuites": [{{"name": "A", "testsuite": cases}}]}}, out)
sys.exit(1 if "fail" in [ends[name] for name in chosen] else {code})
"""


class Runner(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="anlan-runner-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.build = self.root / "build"
        self.build.mkdir()
        (self.root / "tests").mkdir()

    def program(self, name, code=0, **ends):
        path = self.build / name
        path.write_text(PROGRAM.format(python=sys.executable, ends=ends, code=code), "utf-8")
        path.chmod(0o755)
        with open(self.build / "test_programs.txt", "a", encoding="utf-8") as out:
            out.write(name + "\n")

    def script(self, name, text):
        (self.root / "tests" / name).write_text(textwrap.dedent(text), "utf-8")

    def run_tests(self, *arguments):
        """(exit code, last line, all output); the pattern "test_" leaves out the checks of the tree."""
        (self.root / "tools").mkdir(exist_ok=True)
        helper = self.root / "tools" / "run_unittest.py"
        helper.write_text((ROOT / "tools" / "run_unittest.py").read_text("utf-8"), "utf-8")
        command = [sys.executable, ROOT / "tools" / "run_tests.py",
                   "--root", self.root, "--build", self.build, *(arguments or ["test_"])]
        ended = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120)
        output = ended.stdout + ended.stderr
        return ended.returncode, output.rstrip().splitlines()[-1], output

    def expect(self, code, last, *texts, pattern="test_"):
        ended, line, output = self.run_tests(pattern)
        self.assertEqual((ended, line), (code, last), output)
        for text in texts:
            self.assertIn(text, output)

    def test_counts_passes_failures_and_skips(self):
        self.program("test_a", Good="pass", Bad="fail", Left="skip")
        self.expect(1, "1 passed, 1 failed, 1 skipped", "FAILED  test_a.A.Bad", "expected 1, got 2",
                    "test_a.A.Left: no shared data")

    def test_all_passed_is_success(self):
        self.program("test_a", Good="pass")
        self.program("test_b", Good="pass", Other="pass")
        self.expect(0, "3 passed, 0 failed, 0 skipped")

    def test_no_test_is_a_failure(self):
        self.expect(1, "0 passed, 0 failed, 0 skipped", "no test matches")

    def test_a_crash_is_a_failure_and_names_the_test(self):
        self.program("test_a", Good="pass", Bad="crash")
        self.expect(1, "0 passed, 1 failed, 0 skipped", "test_a.A.Bad",
                    "ended by SIGSEGV without its summary")

    def test_ending_without_a_summary_is_a_failure(self):
        self.program("test_a", Good="silent")
        self.expect(1, "0 passed, 1 failed, 0 skipped", "exit code 0 without its summary")

    def test_a_forgotten_case_is_a_failure(self):
        self.program("test_a", Good="pass", Lost="forget")
        self.expect(1, "1 passed, 1 failed, 0 skipped", "lists 2 tests, reported 1")

    def test_a_bad_exit_code_after_passes_is_a_failure(self):
        self.program("test_a", code=23, Good="pass")
        self.expect(1, "1 passed, 1 failed, 0 skipped", "every test passed, yet it ended with exit code 23")

    def test_a_missing_program_is_a_failure(self):
        (self.build / "test_programs.txt").write_text("test_gone\n", "utf-8")
        self.expect(1, "0 passed, 1 failed, 0 skipped", "test_gone", "cannot list its tests")

    def test_an_empty_program_is_a_failure(self):
        self.program("test_a")
        self.expect(1, "0 passed, 1 failed, 0 skipped", "holds no test")

    def test_a_pattern_chooses_single_tests(self):
        self.program("test_a", Good="pass", Bad="fail")
        self.expect(0, "1 passed, 0 failed, 0 skipped", pattern="a.good")

    def test_a_long_program_runs_in_parts_and_each_case_once(self):
        self.program("test_sim", A1="pass", A2="pass", A3="fail", A4="pass", A5="skip", A6="pass")
        self.expect(1, "4 passed, 1 failed, 1 skipped", "test_sim (1 of 4): ", "test_sim (4 of 4): ",
                    "FAILED  test_sim.A.A3")

    def test_a_crash_in_one_part_leaves_the_others_their_cases(self):
        self.program("test_sim", A1="pass", A2="crash", A3="pass", A4="pass")
        self.expect(1, "3 passed, 1 failed, 0 skipped", "test_sim.A.A2", "ended by SIGSEGV")

    def test_unittest_files_are_counted_by_case(self):
        self.script("some_test.py", """
            import unittest
            class Some(unittest.TestCase):
                def test_good(self): pass
                def test_bad(self): self.assertEqual(1, 2)
                @unittest.skip("no server here")
                def test_left(self): pass
            """)
        self.expect(1, "1 passed, 1 failed, 1 skipped",
                    "FAILED  some_test.Some.test_bad\n    AssertionError: 1 != 2",
                    "some_test.Some.test_left: no server here", pattern="some_test")
        self.expect(0, "1 passed, 0 failed, 0 skipped", pattern="Some.test_good")

    def test_a_unittest_file_that_does_not_load_is_a_failure(self):
        self.script("some_test.py", "import unittest\nimport nothing_of_this_name\n")
        self.expect(1, "0 passed, 1 failed, 0 skipped", "without its summary", pattern="some_test")

    def test_node_test_files_are_counted_by_case(self):
        if not shutil.which("node"):
            self.skipTest("no node: run ./dev setup")
        self.script("some_test.mjs", """
            import {describe, test} from 'node:test';
            import assert from 'node:assert';
            test('a good one', () => {});
            test('a bad one', () => assert.equal(1, 2));
            test('a left one', {skip: 'no browser'}, () => {});
            describe('a suite', () => { test('inside', () => {}); });
            """)
        self.expect(1, "2 passed, 1 failed, 1 skipped", "FAILED  some_test.a_bad_one",
                    "some_test.a_left_one: no browser", pattern="some_test")
        self.script("broken_test.mjs", "import {test} from 'node:test';\nimport './nothing.mjs';\n")
        self.expect(1, "0 passed, 1 failed, 0 skipped", "broken_test", pattern="broken_test")

    def test_plain_scripts_and_their_contract(self):
        self.script("good_test.py", "print('PASS a\\nSKIP b: why not\\n1 passed, 0 failed, 1 skipped')\n")
        self.expect(0, "1 passed, 0 failed, 1 skipped", "good_test.b: why not", pattern="good_test")
        self.script("quiet_test.py", "print('PASS a')\n")
        self.expect(1, "1 passed, 1 failed, 0 skipped", "without its summary", pattern="quiet_test")
        self.script("wrong_test.py", "print('PASS a\\n2 passed, 0 failed, 0 skipped')\n")
        self.expect(1, "1 passed, 1 failed, 0 skipped", "its summary says", pattern="wrong_test")
        self.script("code_test.py",
                    "import sys\nprint('PASS a\\n1 passed, 0 failed, 0 skipped')\nsys.exit(4)\n")
        self.expect(1, "1 passed, 1 failed, 0 skipped", "ended with exit code 4", pattern="code_test")


if __name__ == "__main__":
    unittest.main()
