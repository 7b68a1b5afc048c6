"""One shift of the real program: a report becomes an incident, a unit is proposed and sent, clocks run; bad
input is refused in words; a stop loses nothing."""
import os
import signal
import subprocess
import unittest

from anlan_server import PASSWORD, PROGRAM, Server, WHERE


def report(server, text="黄鹤楼东门有两个人打架，有人流血", key=None, **more):
    call = {"channel": "phone", "text": text, "callback": "13800000001"}
    received = server.post("/v1/calls", call, key=key)
    assert received.status == 201, received.text
    call = received.json["stream"]
    answered = server.post(f"/v1/calls/{call}/answer")
    assert answered.status == 200, answered.text
    body = {"narrative": text, "class_code": more.pop("class_code", "order.fight"),
            "location": {"place_text": "黄鹤楼东门", "place_id": "plc_1", "place_label": "黄鹤楼",
                         "point": {"latitude": 30.5447, "longitude": 114.3023}, "where": WHERE}}
    opened = server.post(f"/v1/calls/{call}/incident", {"report": body})
    assert opened.status == 200, opened.text
    return call


def incidents(server, **filters):
    query = "&".join(f"{k}={v}" for k, v in filters.items())
    return server.get("/v1/incidents?" + query).json["rows"]


def open_incident(server, text):
    """The row of the incident that this report becomes: a policy opens it, in the turn after the answer."""
    known = {row["stream"] for row in incidents(server, limit=500)}
    report(server, text)
    for _ in range(1000):
        new = [row for row in incidents(server, limit=500) if row["stream"] not in known]
        if new:
            return new[0]
    raise AssertionError("no incident was opened")


class Shift(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.__enter__()
        cls.server.sign_in()
        cls.codes = cls.server.get("/openapi.json").json

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def test_a_report_becomes_an_incident_with_clocks_and_a_unit_is_sent(self):
        s = self.server
        incident = open_incident(s, "黄鹤楼东门有两个人打架，有人流血")["stream"]
        owed = s.get(f"/v1/obligations?module=incident&limit=500").json["rows"]
        self.assertIn("dispatch", {o["obligation"]["kind"] for o in owed if o["stream"] == incident})
        advice = s.get(f"/v1/incidents/{incident}/recommendation").json
        chosen = [p["unit_id"] for a in advice["answers"] for p in a["chosen"]]
        self.assertIn("unt_wc-1", chosen, advice)
        units = [{"unit_id": "unt_wc-1"}]
        sent = s.post("/v1/dispatches", {"incident_id": incident, "priority": "p2", "units": units})
        self.assertEqual(sent.status, 200, sent.text)
        other = open_incident(s, "黄鹤楼西门也有人打架")["stream"]
        again = s.post("/v1/units/unt_wc-1/assignment", {"incident_id": other, "priority": "p4"})
        self.assertEqual((again.status, again.code), (409, "unit.already_assigned"))
        owed = s.get(f"/v1/obligations?module=incident&limit=500").json["rows"]
        self.assertNotIn("dispatch", {o["obligation"]["kind"] for o in owed if o["stream"] == incident})
        for step in ("acknowledgement", "departure", "arrival", "clearance"):
            body = {"outcome": "handled"} if step == "clearance" else {}
            done = s.post(f"/v1/units/unt_wc-1/{step}", body)
            self.assertEqual(done.status, 200, f"{step}: {done.text}")
        refused = s.post(f"/v1/incidents/{incident}/closure", {"disposition": "no_such"})
        self.assertEqual(refused.status // 100, 4)
        timeline = s.get(f"/v1/incidents/{incident}/timeline", **{"Anlan-Purpose": "call_handling"}).json
        wires = [r["wire"] for r in timeline["events"]]
        for wire in ("incident.opened.v1", "incident.assignment_noted.v1", "incident.arrival_noted.v1"):
            self.assertIn(wire, wires)

    def test_what_counts_is_what_the_incident_says_of_itself(self):
        s = self.server
        nowhere = s.post("/v1/units/unt_wc-2/assignment", {"incident_id": "inc_nosuch", "priority": "p1"})
        self.assertEqual((nowhere.status, nowhere.code), (404, "unit.incident_unknown"))
        found = [open_incident(s, text) for text in ("有人在街上打架", "两个人在车站打架")]
        first, second = (row["stream"] for row in found)
        self.assertEqual(found[0]["row"]["priority"], found[1]["row"]["priority"])
        sent = s.post("/v1/units/unt_wc-2/assignment", {"incident_id": first, "priority": "p1"})
        self.assertEqual(sent.status, 200, sent.text)
        unit = s.get("/v1/units/unt_wc-2").json
        self.assertEqual(unit["state"]["assignments"][-1]["priority"], found[0]["row"]["priority"])
        false = {"incident_id": second, "priority": "p1", "preempt_reason": "more urgent, I say"}
        taken = s.post("/v1/units/unt_wc-2/assignment", false)
        self.assertEqual((taken.status, taken.code), (409, "unit.preemption_not_allowed"))
        s.post("/v1/units/unt_wc-2/clearance", {"outcome": "handled"})
        s.post(f"/v1/incidents/{second}/cancellation", {"reason": "nothing there"})
        over = s.post("/v1/units/unt_wc-2/assignment", {"incident_id": second, "priority": "p1"})
        self.assertEqual((over.status, over.code), (409, "unit.incident_over"))

    def test_said_twice_with_one_key_is_done_once(self):
        s = self.server
        first, second = (s.post("/v1/calls", {"channel": "text", "text": "路灯坏了"}, key="same-key",
                                headers={"Anlan-New-Id": "cal_same"}) for _ in range(2))
        self.assertEqual(first.json["stream"], second.json["stream"])
        self.assertEqual((first.json["repeated"], second.json["repeated"]), (False, True))

    def test_the_feed_resumes_without_gap_or_double(self):
        s = self.server
        start = s.get("/v1/calls?limit=1").json["position"]
        for n in range(6):
            s.post("/v1/calls", {"channel": "text", "text": f"第{n}条"})
        seen = s.events(3, target=f"/v1/stream?after={start}")
        seen += s.events(3, last_event_id=seen[-1][0])
        positions = [data["position"] for _, _, data in seen]
        self.assertEqual(positions, list(range(start + 1, start + 7)))

    def test_bad_input_is_refused_in_words_and_changes_nothing(self):
        s = self.server
        before = s.get("/v1/calls?limit=1").json["position"]
        table = [
            ("unknown member", {"channel": "phone", "biometric": "x"}, {}, 400),
            ("wrong type", {"channel": 7}, {}, 422),
            ("not one of", {"channel": "pigeon"}, {}, 422),
            ("not JSON", "{oops", {}, 400),
            ("not UTF-8", b'{"channel":"phone","text":"\xff\xfe"}', {}, 400),
            ("oversized", '{"channel":"phone","text":"' + "x" * 300_000 + '"}', {}, 413),
            ("wrong content type", '{"channel":"phone"}', {"Content-Type": "text/plain"}, 415),
        ]
        for name, body, headers, status in table:
            answer = s.post("/v1/calls", body, headers=headers)
            self.assertEqual(answer.status, status, f"{name}: {answer.text}")
            for member in ("type", "title", "status", "detail", "code", "zh"):
                self.assertIn(member, answer.json, name)
        no_key = s.request("POST", "/v1/calls", {"channel": "phone"})
        self.assertEqual((no_key.status, no_key.code), (400, "api.idempotency_key_required"))
        self.assertEqual(s.request("GET", "/v1/incidents", token=None).status, 401)
        self.assertEqual(s.request("GET", "/v1/incidents", token="x" * 43).status, 401)
        self.assertEqual(s.get("/v1/nothing").status, 404)
        self.assertEqual(s.get("/v1/calls?limit=1").json["position"], before)

    def test_another_district_sees_and_changes_nothing_of_it(self):
        s = self.server
        report(s, text="首义广场有人摔倒")
        incident = incidents(s, only_open="true")[0]["stream"]
        own = s.token
        try:
            self.assertEqual(s.sign_in("jianghan").status, 201)
            self.assertEqual([r for r in incidents(s) if r["stream"] == incident], [])
            looked = s.get(f"/v1/incidents/{incident}", **{"Anlan-Purpose": "call_handling"})
            self.assertEqual(looked.status, 403)
            changed = s.post(f"/v1/incidents/{incident}/cancellation", {"reason": "x"})
            self.assertIn(changed.status, (403, 404))
        finally:
            s.token = own

    def test_a_look_at_personal_data_needs_a_purpose_and_is_recorded(self):
        s = self.server
        call = report(s, text="有人在黄鹤楼门口晕倒")
        self.assertGreaterEqual(s.get(f"/v1/calls/{call}").status, 400)
        before = s.get("/v1/incidents?limit=1").json["position"]
        seen = s.get(f"/v1/calls/{call}", **{"Anlan-Purpose": "call_handling"})
        self.assertEqual(seen.status, 200, seen.text)
        self.assertGreater(s.get("/v1/incidents?limit=1").json["position"], before)

    def test_health_is_open_and_the_description_is_complete(self):
        s = self.server
        self.assertEqual(s.request("GET", "/healthz", token=None).status, 200)
        self.assertEqual(s.get("/readyz").status, 200)
        self.assertIn("anlan_log_records", s.get("/metrics").text)
        self.assertEqual(self.codes["openapi"][:3], "3.1")
        for path in ("/v1/calls", "/v1/incidents/{incident_id}/closure", "/v1/units/{unit_id}/assignment",
                     "/v1/obligations"):
            self.assertIn(path, self.codes["paths"])

    def test_a_path_without_its_slash_is_explained(self):
        s = self.server
        secret = s.data / "secret.txt"
        secret.write_text(PASSWORD + "\n", encoding="utf-8")
        home = {**os.environ, "XDG_CONFIG_HOME": str(s.data / "config")}
        signed_in = subprocess.run([PROGRAM, "sign-in", "watch", "--server", f"http://127.0.0.1:{s.port}",
                                    "--password-file", secret], env=home, capture_output=True, text=True)
        self.assertEqual(signed_in.returncode, 0, signed_in.stderr)
        asked = subprocess.run([PROGRAM, "get", "incidents"], env=home, capture_output=True, text=True)
        self.assertEqual(asked.returncode, 2)
        self.assertIn("/v1/incidents", asked.stderr)

    def test_a_time_that_lies_ahead_is_refused(self):
        made = self.server.post("/v1/calls", {"channel": "text", "text": "x"},
                                headers={"Anlan-Happened-At": "2999-01-01T00:00:00Z"})
        self.assertEqual((made.status, made.code), (400, "api.happened_at_in_future"), made.text)

    def test_a_point_that_is_nowhere_is_refused(self):
        asked = self.server.post("/v1/same_events", {"text": "x", "callback": "",
                                                     "point": {"latitude": 91, "longitude": 0}})
        self.assertEqual((asked.status, asked.code, asked.json["field"]), (422, "advice.invalid", ".point"))


class StopAndStart(unittest.TestCase):
    def test_sigterm_finishes_and_a_start_knows_everything(self):
        with Server() as s:
            s.sign_in()
            report(s)
            position = s.get("/v1/incidents?limit=1").json["position"]
            self.assertEqual(s.stop(), 0)
            first = s.run("verify", "--data", s.data).stdout
            self.assertRegex(first, r"^records \d+ head [0-9a-f]{64}")
            s.start()
            self.assertGreaterEqual(s.get("/v1/incidents?limit=1").json["position"], position)
            self.assertEqual(len(incidents(s, only_open="true")), 1)

    def test_what_people_told_is_readable_by_its_owner_alone(self):
        with Server() as s:
            open_to_others = [f.name for f in s.data.iterdir()
                              if f.name not in ("city.jsonl", "stderr.txt") and f.stat().st_mode & 0o077]
            self.assertEqual(open_to_others, [])

    def test_a_folder_is_no_file_of_commands(self):
        with Server(fill=False) as s:
            s.stop()
            done = s.run("import", s.data, "--data", s.data, check=False)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("cannot read", done.stderr)

    @staticmethod
    def receive(server, key):
        return server.post("/v1/calls", {"channel": "text", "text": key}, key=key,
                           headers={"Anlan-New-Id": "cal_" + key})

    def test_kill_keeps_what_was_answered(self):
        with Server() as s:
            s.sign_in()
            for round_number in range(5):
                keys = [f"r{round_number}-{n}" for n in range(20)]
                for key in keys:
                    made = self.receive(s, key)
                    self.assertEqual(made.status, 201, made.text)
                s.stop(signal.SIGKILL)
                s.start()
                for key in keys:
                    again = self.receive(s, key)
                    self.assertTrue(again.json["repeated"], f"{key} was answered and is gone")


if __name__ == "__main__":
    unittest.main()
