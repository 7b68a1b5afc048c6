"""Every look and its daily review, on the real program and from the command line."""
import json
import os
import pathlib
import subprocess
import unittest

from anlan_server import PASSWORD, PROGRAM, Server
from serve_test import report

LOOK = {"Anlan-Purpose": "dispatch"}


class Supervised(Server):
    def prepare(self):
        super().prepare()
        self.run("account", "create", "chief", "--data", self.data, stdin=PASSWORD + "\n")
        self.run("account", "grant", "chief", "--role", "supervisor", "--data", self.data)


class DailyReview(unittest.TestCase):
    def setUp(self):
        self.server = Supervised()
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        secret = pathlib.Path(self.server.data) / "secret"
        secret.write_text(PASSWORD + "\n")
        at = f"http://127.0.0.1:{self.server.port}"
        self.sign_in = ["sign-in", "--server", at, "--password-file", secret]

    def as_(self, login, *arguments):
        home = {**os.environ, "XDG_CONFIG_HOME": str(self.server.data / login)}
        return subprocess.run([PROGRAM, *map(str, arguments)], env=home, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60)

    def review(self):
        done = self.as_("chief", "get", "/v1/looks/review")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def test_who_only_looked_is_reviewed_by_another_from_the_command_line(self):
        self.server.sign_in("taker")
        call = report(self.server)
        self.assertEqual(self.server.get(f"/v1/calls/{call}", **LOOK).status, 200)
        self.server.sign_in("watch")
        self.assertEqual(self.server.get(f"/v1/calls/{call}").code, "access.purpose_required")
        self.assertEqual(self.server.get(f"/v1/calls/{call}", **LOOK).status, 200)
        self.assertEqual(self.server.get("/v1/looks/review").code, "access.not_permitted")

        self.assertEqual(self.as_("chief", *self.sign_in, "chief").returncode, 0)
        day = self.review()
        self.assertEqual((day["looks"], day["to_review"], day["not_reviewed"]), (2, 1, 1))
        [row] = day["rows"]
        self.assertEqual((row["record"], row["why"], row["purpose"]), (call, ["no_deed"], "dispatch"))
        self.assertEqual(row["post_id"], "pst_watch-officer.420100")

        mark = ["do", "look.review", f"look_id={row['look_id']}"]
        refused = self.as_("chief", *mark, "finding=questioned")
        self.assertEqual(refused.returncode, 1)
        self.assertEqual(json.loads(refused.stdout)["code"], "look.remark_required")
        self.assertEqual(self.as_("chief", *mark, "finding=questioned", "remark=what for?").returncode, 0)
        self.assertEqual(self.review()["not_reviewed"], 0)

    def test_earlier_calls_are_looked_up_from_a_call_that_is_worked_on(self):
        self.server.sign_in("taker")
        call = self.server.post("/v1/calls", {"channel": "phone", "text": "x", "callback": "13800000001"})
        path = f"/v1/calls/{call.json['stream']}"
        history = path + "/history"
        self.assertEqual(self.server.get(history, **{"Anlan-Purpose": "same_place_history"}).status, 200)
        answered = self.server.post(path + "/answer")
        self.assertEqual(answered.status, 200, answered.text)
        voided = self.server.post(path + "/voiding", {"reason_code": "test", "note": ""})
        self.assertEqual(voided.status, 200, voided.text)
        refused = self.server.get(history, **{"Anlan-Purpose": "same_place_history"})
        self.assertEqual((refused.status, refused.code), (403, "access.no_open_record"))
        self.assertEqual(self.server.get(history, **{"Anlan-Purpose": "complaint"}).status, 200)


if __name__ == "__main__":
    unittest.main()
