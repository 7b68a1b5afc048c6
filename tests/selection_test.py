"""The daily selection over HTTP: every incident of the day that is no crime comes onto its district's list by
itself; one is picked and its station is instructed, the others are passed over, the day is closed. What is
refused says why, and the list says nothing of what was said."""
import datetime
import time
import unittest

from anlan_server import PASSWORD, Server, where

HERE = where("are_420106", "are_420106001")
PATIENCE_S = 60
NOW = datetime.datetime.now(datetime.timezone.utc)


def ago(days):
    return (NOW - datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Selection(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.__exit__)
        self.server.prepare()
        self.server.run("account", "create", "centre", "--data", self.server.data, stdin=PASSWORD + "\n")
        self.server.run("account", "grant", "centre", "--role", "base_control", "--area", "are_420106",
                        "--data", self.server.data)
        self.server.start()
        self.server.sign_in("centre")

    def open(self, class_code, summary, days_ago=1, at=None):
        opened = self.server.post("/v1/incidents", {
            "class_code": class_code, "summary": summary, "answers": [], "duress": False,
            "location": {"place_text": "蛇山路口", "where": at or HERE}, "opened_at": ago(days_ago)})
        self.assertEqual(opened.status, 201, opened.text)
        return opened.json["stream"]

    def rows(self, query=""):
        return self.server.get("/v1/selections" + query).json["rows"]

    def until(self, read, fits):
        """What was read, once it fits: what follows by itself comes within moments."""
        end = time.monotonic() + PATIENCE_S
        while True:
            value = read()
            if fits(value):
                return value
            self.assertLess(time.monotonic(), end, value)

    def listed(self, count):
        """The only list, once so many are on it."""
        [row] = self.until(self.rows, lambda rows: len(rows) == 1 and rows[0]["row"]["listed"] == count)
        return row["stream"]

    def instruction(self, stage):
        rows = self.until(lambda: self.server.get("/v1/instructions").json["rows"],
                          lambda rows: [one["row"]["stage"] for one in rows] == [stage])
        return rows[0]

    def entries(self, selection):
        read = self.server.get("/v1/selections/" + selection)
        self.assertEqual(read.status, 200, read.text)
        return {one["candidate"]["incident_id"]: one for one in read.json["state"]["entries"]}

    def do(self, selection, what, body=None):
        return self.server.post(f"/v1/selections/{selection}/{what}", body or {},
                                headers={"Anlan-Purpose": "follow_up"})

    def test_a_day_is_listed_decided_and_closed(self):
        quarrel = self.open("dispute.family", "王建国拿菜刀扬言同归于尽")
        other = self.open("dispute.neighbour", "邻居张三报复，有人受伤")
        cat = self.open("help.animal", "猫在树上")
        theft = self.open("criminal.pickpocket", "手机被偷")
        day = self.listed(3)
        [row] = [one["row"] for one in self.rows()]
        self.assertEqual((row["to_decide"], row["undecided"], row["stage"]), (2, 2, "open"))
        self.assertEqual((row["target_min"], row["target_max"]), (10, 15))
        entries = self.entries(day)
        self.assertNotIn(theft, entries)
        self.assertEqual([one["code"] for one in entries[quarrel]["candidate"]["reasons"]],
                         ["class", "threat", "weapon"])
        self.assertEqual(entries[cat]["candidate"].get("reasons", []), [])
        read = self.server.get("/v1/selections/" + day).text
        for word in ("王建国", "张三", "菜刀", "蛇山"):
            self.assertNotIn(word, read)

        self.assertEqual(self.do(day, "closure").code, "selection.undecided")
        picked = self.do(day, "picks", {"incident_id": quarrel})
        self.assertEqual(picked.status, 200, picked.text)
        issued = self.instruction("issued")
        self.assertEqual(issued["stream"], f"ins_{day[4:]}.1")
        self.assertEqual(issued["row"]["where"]["station"], "are_420106001")
        self.assertEqual(issued["row"]["class_code"], "dispute.acute")
        self.assertEqual(self.do(day, "undo", {"incident_id": quarrel}).status, 200)
        self.assertEqual(self.instruction("withdrawn")["stream"], issued["stream"])

        self.assertEqual(self.do(day, "picks", {"incident_id": quarrel}).status, 200)
        passed = self.do(day, "passed_over", {"incident_ids": [other], "reason": "settled"})
        self.assertEqual(passed.status, 200, passed.text)
        closed = self.do(day, "closure")
        self.assertEqual(closed.status, 200, closed.text)
        entries = self.entries(day)
        self.assertEqual(entries[quarrel]["standing"], "picked")
        self.assertEqual((entries[other]["standing"], entries[other]["because"]), ("passed_over", "settled"))
        self.assertEqual((entries[cat]["standing"], entries[cat]["because"]), ("passed_over", "no_reason"))
        self.assertEqual(self.do(day, "undo", {"incident_id": other}).code, "selection.closed")

    def test_what_is_refused_says_why(self):
        quarrel = self.open("dispute.family", "吵架，有人受伤流血", days_ago=0)
        day = self.listed(1)
        for what, body, code in (
                ("picks", {"incident_id": "inc_none"}, "selection.incident_not_listed"),
                ("picks", {"incident_id": quarrel, "instruction_class": "dance"},
                 "selection.instruction_unknown"),
                ("passed_over", {"incident_ids": [quarrel], "reason": "no mood"}, "selection.reason_unknown"),
                ("passed_over", {"incident_ids": [], "reason": "settled"}, "selection.number_invalid"),
                ("closure", {}, "selection.day_not_over")):
            refused = self.do(day, what, body)
            self.assertIn(refused.code, (code, "api.record_unknown"), refused.text)
            self.assertGreaterEqual(refused.status, 400)
        self.server.sign_in("demo")
        self.assertEqual(self.do(day, "picks", {"incident_id": quarrel}).status, 403)
        self.server.sign_in("jianghan")
        self.assertEqual(self.server.get("/v1/selections/" + day).status, 403)

    def test_what_is_cancelled_or_moved_says_so_on_its_list(self):
        cancelled = self.open("dispute.family", "吵架")
        moved = self.open("dispute.family", "吵架")
        day = self.listed(2)
        self.server.sign_in("watch")
        self.server.post(f"/v1/incidents/{cancelled}/cancellation", {"reason": "duplicate_report"})
        answer = self.server.post(f"/v1/incidents/{moved}/location", {
            "location": {"place_text": "江汉路", "where": where("are_420103")}, "reason": "说错了"})
        self.assertLess(answer.status, 300, answer.text)
        self.until(lambda: {one: entry["outside"] for one, entry in self.entries(day).items()},
                   lambda outside: outside == {cancelled: "cancelled", moved: "moved"})
        rows = self.until(self.rows, lambda rows: len(rows) == 2)
        self.assertEqual({one["row"]["where"]["district"]: one["row"]["listed"] for one in rows},
                         {"are_420106": 0, "are_420103": 1})

    def test_the_lists_are_the_same_after_a_start(self):
        self.open("dispute.family", "吵架，有人受伤流血")
        day = self.listed(1)
        before = self.entries(day)
        version = self.server.get("/v1/selections/" + day).json["version"]
        self.server.stop()
        self.server.start()
        self.server.sign_in("centre")
        self.open("help.animal", "猫在树上")
        self.listed(2)
        self.assertEqual({one: entry for one, entry in self.entries(day).items() if one in before}, before)
        self.assertEqual(self.server.get("/v1/selections/" + day).json["version"], version + 1)


if __name__ == "__main__":
    unittest.main()
