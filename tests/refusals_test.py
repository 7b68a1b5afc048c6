"""What the HTTP interface refuses in one way everywhere: filters that a list does not have, a parameter given
twice, control characters in texts, posts of no area or no role."""
import json
import unittest
import uuid

from anlan_server import PASSWORD, Server, where
from sign_in_test import code_of


class Refusals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.prepare()
        cls.server.run("account", "create", "root", "--data", cls.server.data, stdin=PASSWORD + "\n")
        cls.server.run("account", "grant", "root", "--role", "administrator", "--data", cls.server.data)
        cls.server.start()
        cls.server.sign_in()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def refused(self, answer, status, code):
        self.assertEqual((answer.status, answer.code), (status, code), answer.text)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertTrue(answer.json["zh"])
        return answer.json

    def lists(self):
        paths = self.server.get("/openapi.json").json["paths"]
        for path, methods in paths.items():
            names = [one["name"] for one in methods.get("get", {}).get("parameters", ())]
            if "{" not in path and "limit" in names:
                yield path, [one["name"] for one in methods["get"]["parameters"] if one["in"] == "query"]

    def test_every_list_names_its_filters_and_refuses_others(self):
        lists = dict(self.lists())
        self.assertGreater(len(lists), 8, lists)
        self.assertIn("status", lists["/v1/incidents"])
        self.assertIn("staffed", lists["/v1/posts"])
        for path, known in lists.items():
            problem = self.refused(self.server.get(path + "?nosuch=1"), 400, "api.parameter_unknown")
            self.assertEqual(problem["field"], "nosuch")
            self.assertEqual(set(problem["known"]), {*known, "purpose", "reason"}, path)
            for name in known:
                self.assertIn(name, problem["detail"])
            self.refused(self.server.get(path + "?limit=5&limit=6"), 400, "api.parameter_repeated")
            self.assertIn(self.server.get(path + "?limit=5").status, (200, 403), path)

    def test_a_filter_that_is_known_filters(self):
        rows = self.server.get("/v1/units?status=off_duty").json["rows"]
        self.assertEqual(rows, [])
        self.assertEqual(len(self.server.get("/v1/units?status=available,off_duty").json["rows"]), 2)

    def test_control_characters_change_nothing(self):
        before = self.server.get("/v1/calls?limit=1").json["position"]
        for character in ("\0", "\x07", "\x1b[31m", "\x7f", "\x85"):
            body = {"channel": "text", "text": "路灯" + character + "坏了"}
            problem = self.refused(self.server.post("/v1/calls", body), 422, "api.text_control_character")
            self.assertEqual(problem["field"], ".text")
        self.assertEqual(self.server.get("/v1/calls?limit=1").json["position"], before)
        for text in ("第一行\n第二行", "第一行\r\n第二行", "楼\t层"):
            self.assertEqual(self.server.post("/v1/calls", {"channel": "text", "text": text}).status, 201)
        description = self.server.get("/openapi.json").json["info"]["description"]
        self.assertIn("api.text_control_character", description)

    def test_a_post_of_no_area_or_no_role_is_not_granted(self):
        self.assertEqual(self.server.sign_in("root").status, 201)
        self.addCleanup(self.server.sign_in)
        begun = self.server.post("/v1/factors/totp", {"algorithm": "sha1"}).json
        made = self.server.run("account", "enrolment-code", "root", "--json", "--data", self.server.data)
        enrolment_code = json.loads(made.stdout)["enrolment_code"]
        confirmation = {"code": code_of(begun["uri"]), "enrolment_code": enrolment_code}
        confirmed = self.server.post("/v1/factors/totp/confirmation", confirmation)
        self.assertLess(confirmed.status, 300, confirmed.text)
        key = {"Idempotency-Key": uuid.uuid4().hex}
        opened = self.server.request("PUT", "/v1/accounts/acc_zhang.san", {
            "login": "zhang.san", "display_name": "张三", "language": "zh", "home": where("are_420106")}, key)
        self.assertEqual(opened.status, 201, opened.text)
        grant = "/v1/accounts/acc_zhang.san/post"
        self.refused(self.server.post(grant, {"post_id": "pst_dispatcher.nosuch"}), 422,
                     "account.area_unknown")
        self.refused(self.server.post(grant, {"post_id": "pst_nosuch.420106"}), 422, "account.post_unknown")
        self.assertEqual(self.server.post(grant, {"post_id": "pst_dispatcher.420106"}).status, 200)

    def test_a_session_tells_what_its_post_may_do(self):
        session = self.server.get("/v1/session").json
        self.assertEqual(session["reach"], "area")
        self.assertIn("incident.*", session["permissions"])
        self.assertEqual(session["shared_permissions"],
                         ["*.read", "incident.add_note", "incident.add_attachment"])


if __name__ == "__main__":
    unittest.main()
