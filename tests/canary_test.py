"""What was said of people stands in no file of the data folder: looked for byte by byte while the program
runs, after it was killed, after it ended, and in its exports. That records are erased on their day is shown
by erasure_test.cpp, which has a clock of its own."""
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

from anlan_server import PROGRAM, ROOT, WHERE, Server

CANARY = "KANARI7Q"
LOOK = {"Anlan-Purpose": "call_handling"}
ASKED_MAX = 1_000


def found_in(folder):
    """Names of the files below `folder` that hold the canary, in UTF-8 or UTF-16."""
    wanted = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode().hex().encode()]
    files = [path for path in pathlib.Path(folder).rglob("*") if path.is_file()]
    if not files:
        raise AssertionError(f"{folder} has no files: nothing was looked at")
    return sorted(path.name for path in files if any(w in path.read_bytes() for w in wanted))


def tell(server):
    """A report, its incident and a note, with the canary in every text that a person typed."""
    call = {"channel": "phone", "text": f"{CANARY}1 打架", "callback": f"138{CANARY}2",
            "caller_name": f"{CANARY}3"}
    call = server.post("/v1/calls", call).json["stream"]
    server.post(f"/v1/calls/{call}/answer")
    body = {"narrative": f"{CANARY}4", "class_code": "order.fight",
            "answers": [{"question_id": "appearance", "value": f"{CANARY}5"}],
            "location": {"place_text": f"{CANARY}6", "place_id": "plc_1", "place_label": "黄鹤楼",
                         "where": WHERE}}
    opened = server.post(f"/v1/calls/{call}/incident", {"report": body})
    assert opened.status == 200, opened.text
    incident = "inc_" + call.removeprefix("cal_")  # opened by the policy, in the turn after
    for _ in range(ASKED_MAX):
        if server.get(f"/v1/incidents/{incident}", **LOOK).status == 200:
            break
    noted = server.post(f"/v1/incidents/{incident}/notes", {"text": f"{CANARY}7"})
    assert noted.status == 200, noted.text
    return call, incident


class Canary(unittest.TestCase):
    def read(self, server, call, incident):
        """Everything that the API tells of both."""
        texts = [server.get(f"/v1/{path}", **LOOK) for path in (
            f"calls/{call}", f"calls/{call}/timeline", f"incidents/{incident}",
            f"incidents/{incident}/timeline")]
        self.assertEqual([answer.status for answer in texts], [200] * 4)
        return "".join(answer.text for answer in texts)

    def verify(self, data):
        by_program = subprocess.run([PROGRAM, "verify", "--data", data], capture_output=True, text=True)
        self.assertEqual(by_program.returncode, 0, by_program.stdout + by_program.stderr)
        alone = subprocess.run([sys.executable, ROOT / "tests/verify_log.py", data], capture_output=True,
                               text=True)
        self.assertEqual(alone.returncode, 0, alone.stdout + alone.stderr)

    def test_no_file_holds_what_was_said(self):
        with Server() as server:
            self.assertEqual(server.sign_in().status, 201)
            call, incident = tell(server)
            seen = self.read(server, call, incident)
            for number in range(1, 8):
                self.assertIn(f"{CANARY}{number}", seen)
            self.assertEqual(found_in(server.data), [], "while it runs")
            names = {path.name for path in server.data.iterdir()}
            self.assertLessEqual({"log.db", "log.db-wal", "keys", "master.key", "identity.db"}, names)
            server.stop(signal.SIGKILL)
            self.assertEqual(found_in(server.data), [], "after it was killed")
            server.start()
            self.assertEqual(server.sign_in().status, 201)
            self.assertIn(f"{CANARY}7", self.read(server, call, incident))
            self.assertEqual(server.stop(), 0)
            self.assertTrue((server.data / "snapshots.db").exists())
            self.assertEqual(found_in(server.data), [], "after it ended")
            self.verify(server.data)
            self.exports(server)

    def exports(self, server):
        with tempfile.TemporaryDirectory() as folder:
            server.run("export", "--data", server.data, "--out", f"{folder}/sealed.jsonl")
            self.assertIn("sealed", pathlib.Path(folder, "sealed.jsonl").read_text("utf-8"))
            self.assertEqual(found_in(folder), [])
            server.run("export", "--reveal", "--data", server.data, "--out", f"{folder}/plain.jsonl")
            self.assertEqual(found_in(folder), ["plain.jsonl"])
            server.run("backup", "--data", server.data, "--to", f"{folder}/backup")
            self.assertEqual(found_in(f"{folder}/backup"), [])
            # A copy without the keys tells nothing, and still verifies.
            copy = pathlib.Path(folder, "copy")
            shutil.copytree(server.data, copy, ignore=shutil.ignore_patterns("keys", "master.key"))
            self.assertEqual(found_in(copy), [])
            self.verify(copy)
            server.run("export", "--reveal", "--data", copy, "--out", f"{folder}/copy/lost.jsonl")
            self.assertEqual(found_in(copy), [])
            self.assertIn('{"erased":true}', (copy / "lost.jsonl").read_text("utf-8"))

    def test_a_planted_plain_text_is_found(self):
        with Server() as server:
            with open(server.data / "stderr.txt", "ab") as log:
                log.write(b'{"level":"info","callback":"138' + CANARY.encode() + b'"}\n')
            self.assertEqual(found_in(server.data), ["stderr.txt"])

    def test_without_its_key_a_record_reads_as_erased_and_work_goes_on(self):
        with Server() as server:
            server.sign_in()
            call, incident = tell(server)
            server.stop(signal.SIGKILL)
            (server.data / "keys").unlink()
            server.start()
            server.sign_in()
            seen = self.read(server, call, incident)
            self.assertNotIn(CANARY, seen)
            self.assertIn('{"erased":true}', seen)
            self.assertIn("order.fight", seen)
            self.assertEqual(server.get("/v1/incidents?only_open=true").json["rows"][0]["stream"], incident)
            noted = server.post(f"/v1/incidents/{incident}/notes", {"text": f"{CANARY}8"})
            self.assertEqual(noted.status, 200, noted.text)
            self.assertIn(f"{CANARY}8", self.read(server, call, incident))
            self.assertEqual(server.stop(), 0)
            self.assertEqual(found_in(server.data), [])
            self.verify(server.data)


if __name__ == "__main__":
    unittest.main()
