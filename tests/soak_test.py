"""A month in a few simulated days: what is over leaves memory, and a holder that grows is named."""
import re
import shutil
import subprocess
import tempfile
import unittest

from anlan_server import PROGRAM, ROOT


BEGINS = "2026-03-02T01:00:00Z"  # a morning: what is under way when a day is over differs by the hour


class Soak(unittest.TestCase):
    def setUp(self):
        if not (ROOT / "build/demo/wuhan.jsonl").exists():
            self.skipTest("build/demo/wuhan.jsonl has not been generated")
        self.data = tempfile.mkdtemp(prefix="anlan-soak-")
        self.addCleanup(shutil.rmtree, self.data, ignore_errors=True)

    def soak(self, *more):
        return subprocess.run([PROGRAM, "soak", "--data", self.data, "--entries-only",
                               "--calls-per-day", "600", "--from", BEGINS, *more],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=ROOT)

    def held(self, text, day):
        line = re.search(rf"^day +{day}: .*$", text, re.MULTILINE).group(0)
        return {name: int(entries) for name, entries in re.findall(r"(\w+)=(\d+)", line)}

    def test_what_is_over_leaves_memory(self):
        done = self.soak("--days", "6")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        third, last = self.held(done.stdout, 3), self.held(done.stdout, 6)
        # In three days there were 1,800 more calls, and half as many incidents and more.
        self.assertLess(last["engine_streams"], third["engine_streams"] + 900)
        self.assertEqual(last["engine_streams"], last["board_records"])
        self.assertGreater(last["history_reports_on_disk"], 3_000)

    def test_an_empty_folder_is_asked_for(self):
        self.assertEqual(self.soak("--days", "1").returncode, 0)
        again = self.soak("--days", "1")
        self.assertEqual(again.returncode, 2)
        self.assertIn("holds a log already", again.stderr)


if __name__ == "__main__":
    unittest.main()
