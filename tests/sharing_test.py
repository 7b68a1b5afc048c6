"""Partners with limited rights, on the real program: a guard team sees nothing of its district but what is
shared with its post, does its own part, and gives nothing on; what changes at an incident reaches it."""
import datetime
import json
import unittest

from anlan_server import PASSWORD, Server, WHERE, where
from serve_test import incidents, report

SECRET = "黄鹤楼东门有两个人打架，王小明报的警"
GUARDS = "pst_partner.420106"
LOOK = {"Anlan-Purpose": "dispatch"}


class CityWithPartners(Server):
    def prepare(self):
        super().prepare()
        for login, area in [("guards", "are_420106"), ("volunteers", "are_420103")]:
            self.run("account", "create", login, "--data", self.data, stdin=PASSWORD + "\n")
            self.run("account", "grant", login, "--role", "partner", "--area", area, "--data", self.data)

    def as_(self, login):
        """The same server as another person sees it."""
        other = Server.__new__(Server)
        other.__dict__.update(self.__dict__)
        assert other.sign_in(login).status == 201
        return other

    def delete(self, target):
        return self.request("DELETE", target, headers={"Idempotency-Key": target[-100:], **LOOK})


def row_of(server, resource, stream):
    rows = server.get(f"/v1/{resource}?limit=500").json["rows"]
    return next((r["row"] for r in rows if r["stream"] == stream), None)


def wires(server, incident):
    events = server.get(f"/v1/incidents/{incident}/timeline?limit=500", **LOOK).json["events"]
    return [event["wire"] for event in events]


class Partners(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = CityWithPartners()
        cls.server.__enter__()
        cls.server.sign_in()
        made = cls.server.post("/v1/units", {
            "kind": "guard_team", "call_sign": "保安-1", "home": where("are_420106", "are_420106001"),
            "home_point": {"latitude": 30.5445, "longitude": 114.3025},
            "partner": {"organisation": "户部巷物业", "incident_classes": ["order"], "most_urgent": "p2"}},
            headers={"Anlan-New-Id": "unt_gs-1"})
        assert made.status == 201, made.text
        assert cls.server.post("/v1/units/unt_gs-1/duty").status == 200
        cls.guards = cls.server.as_("guards")

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def opened(self):
        incident = "inc_" + report(self.server, text=SECRET)[4:]
        self.settle(incident)
        return incident

    def settle(self, incident):
        """What policies make of the last answer goes before the next command, and so is there after it."""
        self.ok(self.server.post(f"/v1/incidents/{incident}/notes", {"text": "-"}))

    def ok(self, answer):
        self.assertEqual(answer.status, 200, answer.text)
        return answer

    def refused(self, answer, code):
        self.assertEqual((answer.status, answer.code), (403, code), answer.text)

    def send_guards(self, incident):
        order = {"incident_id": incident, "priority": row_of(self.server, "incidents", incident)["priority"],
                 "incident_class": "order.fight", "units": [{"unit_id": "unt_gs-1"}]}
        self.ok(self.server.post("/v1/dispatches", order))
        self.settle(incident)

    def free_guards(self):
        self.ok(self.guards.post("/v1/units/unt_gs-1/clearance", {"outcome": "handled"}))

    def test_a_partner_sees_nothing_of_its_district(self):
        incident, guards = self.opened(), self.guards
        position = {"unit_id": "unt_wc-1", "point": {"latitude": 30.54, "longitude": 114.31}}
        both = [position, {**position, "unit_id": "unt_gs-1"}]
        self.ok(self.server.post("/v1/positions", {"positions": both}))
        self.assertEqual(incidents(guards), [])
        self.assertEqual([r["stream"] for r in guards.get("/v1/units").json["rows"]], ["unt_gs-1"])
        self.assertEqual([r["unit_id"] for r in guards.get("/v1/positions").json["rows"]], ["unt_gs-1"])
        seen = self.server.get("/v1/positions").json["rows"]
        self.assertEqual({r["unit_id"] for r in seen}, {"unt_wc-1", "unt_gs-1"})
        owed = guards.get("/v1/obligations").json["rows"]
        self.assertEqual([o for o in owed if o["stream"] == incident], [])
        for path in (f"/v1/incidents/{incident}", f"/v1/incidents/{incident}/timeline", "/v1/units/unt_wc-1",
                     "/v1/coverage"):
            self.refused(guards.get(path, **LOOK), "access.not_shared")
        self.refused(guards.get(f"/v1/incidents/{incident}/recommendation"), "access.not_shared")
        self.refused(guards.post(f"/v1/incidents/{incident}/notes", {"text": "x"}), "access.not_shared")
        call = row_of(self.server, "incidents", incident)["first_call_id"]
        self.assertEqual(guards.get("/v1/calls").json["rows"], [])
        self.refused(guards.get(f"/v1/calls/{call}", **LOOK), "access.not_shared")
        for path in (f"/v1/calls/{call}/history", "/v1/places", "/v1/areas", "/v1/posts", "/v1/accounts",
                     "/v1/looks", "/v1/addresses?text=x", "/metrics"):
            self.refused(guards.get(path, **LOOK), "access.not_permitted")
        question = {"text": SECRET, "callback": "13800000001"}
        self.refused(guards.post("/v1/same_events", question), "access.not_permitted")
        self.refused(guards.post("/v1/units/unt_wc-1/arrival"), "access.not_shared")

    def looks_at(self, incident):
        """How many looks of the partner's post at it stand in the log."""
        lines = self.server.run("export", "--data", self.server.data).stdout.splitlines()
        looks = [line for line in lines if '"look.recorded.v1"' in line and GUARDS in line]
        return sum(json.loads(line)["payload"]["record"] == incident for line in looks)

    def test_an_assignment_shows_the_partner_where_to_and_nothing_of_people(self):
        incident, guards = self.opened(), self.guards
        before = guards.get("/v1/incidents").json["position"]
        self.send_guards(incident)
        shared = row_of(self.server, "incidents", incident)["shared_with"]
        self.assertEqual([(s["post_id"], s["extent"]) for s in shared], [(GUARDS, "summary")])
        fed = guards.events(1, target=f"/v1/stream?resources=incidents&after={before}")[0][2]
        self.assertEqual((fed["stream"], fed["row"]["place_label"]), (incident, "黄鹤楼"))
        self.assertEqual([r["stream"] for r in incidents(guards)], [incident])
        self.refused(guards.get(f"/v1/incidents/{incident}"), "access.purpose_required")
        self.assertEqual(self.looks_at(incident), 0)
        state = self.ok(guards.get(f"/v1/incidents/{incident}", **LOOK)).json["state"]
        self.assertEqual((state["class_code"], state["location"]["place_label"], state["summary"],
                          state["location"]["place_text"]), ("order.fight", "黄鹤楼", "", ""))
        told = self.ok(guards.get(f"/v1/incidents/{incident}/timeline", **LOOK)).text
        self.assertIn("incident.opened.v1", told)
        for text in ("王小明", "13800000001"):
            self.assertNotIn(text, told)
        self.assertEqual(self.looks_at(incident), 2, "each look of the partner is recorded")
        for step in ("acknowledgement", "departure", "arrival"):
            self.ok(guards.post(f"/v1/units/unt_gs-1/{step}"))
        self.ok(guards.post(f"/v1/incidents/{incident}/notes", {"text": "双方已劝开"}))
        for path, body in ((f"/v1/incidents/{incident}/closure", {"disposition": "handled"}),
                           (f"/v1/incidents/{incident}/priority", {"priority": "p1", "reason": "x"}),
                           (f"/v1/incidents/{incident}/shares",
                            {"post_id": "pst_partner.420103", "extent": "all", "reason": "x"}),
                           ("/v1/units/unt_gs-1/release", {"reason": "x"}),
                           ("/v1/units/unt_gs-1/duty_end", {})):
            self.refused(guards.post(path, body), "access.not_permitted")
        self.assertEqual(incidents(self.server.as_("volunteers")), [], "another partner")
        ended = self.server.delete(f"/v1/incidents/{incident}/shares/{GUARDS}")
        self.assertEqual((ended.status, ended.code), (409, "incident.sharing_follows_assignment"))
        self.free_guards()
        self.settle(incident)
        self.assertIn("ends_at", row_of(self.server, "incidents", incident)["shared_with"][0])
        self.ok(self.server.request("DELETE", f"/v1/incidents/{incident}/shares/{GUARDS}",
                                    headers={"Idempotency-Key": "after-" + incident, **LOOK}))
        self.assertEqual(incidents(guards), [])
        self.refused(guards.get(f"/v1/incidents/{incident}", **LOOK), "access.not_shared")

    def test_all_of_it_is_shown_when_all_of_it_is_shared(self):
        incident, guards = self.opened(), self.guards
        share = {"post_id": GUARDS, "extent": "all", "reason": "他们的人在场"}
        self.ok(self.server.post(f"/v1/incidents/{incident}/shares", share))
        self.assertIn("王小明", guards.get(f"/v1/incidents/{incident}", **LOOK).text)
        self.assertIn("王小明", guards.get(f"/v1/incidents/{incident}/timeline", **LOOK).text)
        self.settle(incident)
        call = "cal_" + incident[4:]
        self.assertEqual([r["stream"] for r in guards.get("/v1/calls").json["rows"]], [call])
        self.refused(guards.get(f"/v1/calls/{call}"), "access.purpose_required")
        before = guards.get("/v1/calls").json["position"]
        self.assertIn("13800000001", self.ok(guards.get(f"/v1/calls/{call}", **LOOK)).text)
        self.assertEqual(guards.get("/v1/calls").json["position"], before + 1, "the look is recorded")
        self.refused(guards.post(f"/v1/calls/{call}/caller", {"callback": "1"}), "access.not_permitted")
        self.ok(self.server.delete(f"/v1/incidents/{incident}/shares/{GUARDS}"))
        self.settle(incident)
        self.refused(guards.get(f"/v1/calls/{call}", **LOOK), "access.not_shared")
        self.refused(guards.get(f"/v1/incidents/{incident}", **LOOK), "access.not_shared")

    def test_a_share_ends_by_itself_once_and_its_recipient_cannot_give_it_on(self):
        incident = self.opened()
        other = self.server.as_("jianghan")
        self.refused(other.get(f"/v1/incidents/{incident}", **LOOK), "access.outside_reach")
        after = self.server.get("/v1/incidents?limit=1").json["position"]
        soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=3)
        share = {"post_id": "pst_dispatcher.420103", "extent": "summary", "reason": "往江汉方向跑了",
                 "ends_at": soon.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"}
        self.ok(self.server.post(f"/v1/incidents/{incident}/shares", share))
        owed = self.server.get("/v1/obligations?kind=sharing_end&limit=500").json["rows"]
        self.assertEqual([o["stream"] for o in owed if o["stream"] == incident], [incident])
        self.assertEqual(self.ok(other.get(f"/v1/incidents/{incident}", **LOOK)).json["state"]["summary"], "")
        onward = {**share, "post_id": GUARDS}
        self.refused(other.post(f"/v1/incidents/{incident}/shares", onward), "access.not_given_by_sharing")
        self.refused(other.post(f"/v1/incidents/{incident}/cancellation", {"reason": "x"}),
                     "access.not_given_by_sharing")
        fed = self.server.events(2, target=f"/v1/stream?resources=incidents&after={after}")
        self.assertEqual([e[2]["wire"] for e in fed], ["incident.shared.v1", "incident.sharing_ended.v1"])
        self.refused(other.get(f"/v1/incidents/{incident}", **LOOK), "access.outside_reach")
        self.assertEqual(wires(self.server, incident).count("incident.sharing_ended.v1"), 1)

    def test_what_changes_at_the_incident_reaches_the_unit_on_it(self):
        incident, guards, s = self.opened(), self.guards, self.server
        self.ok(s.post(f"/v1/incidents/{incident}/priority", {"priority": "p3", "reason": "只是争吵"}))
        self.send_guards(incident)
        self.ok(guards.post("/v1/units/unt_gs-1/acknowledgement"))
        self.ok(s.post(f"/v1/incidents/{incident}/priority", {"priority": "p1", "reason": "有刀"}))
        self.settle(incident)
        row = row_of(guards, "units", "unt_gs-1")
        self.assertEqual((row["priority"], row["change"]["from_priority"], row["change"]["parts"]),
                         ("p1", "p3", ["priority"]))
        owed = guards.get("/v1/obligations?owner=me&kind=acknowledge_change").json["rows"]
        self.assertEqual([o["stream"] for o in owed], ["unt_gs-1"])
        self.ok(guards.post("/v1/units/unt_gs-1/change_acknowledgement"))
        self.assertNotIn("change", row_of(guards, "units", "unt_gs-1"))
        self.assertEqual(guards.get("/v1/obligations?owner=me&kind=acknowledge_change").json["rows"], [])
        self.free_guards()


if __name__ == "__main__":
    unittest.main()
