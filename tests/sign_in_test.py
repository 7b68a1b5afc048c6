"""Second factors, machines' keys and known devices, on the real program and from the command line."""
import base64
import hashlib
import hmac
import json
import os
import pathlib
import subprocess
import time
import unittest
import urllib.parse

from anlan_server import PASSWORD, PROGRAM, Server


def code_of(uri, steps_ahead=0):
    """The code of an otpauth:// address, by a reading of RFC 6238 of our own."""
    asked = urllib.parse.parse_qs(urllib.parse.urlparse(uri).query)
    secret = asked["secret"][0]
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    step = int(time.time()) // int(asked["period"][0]) + steps_ahead
    digest = {"SHA1": hashlib.sha1, "SHA256": hashlib.sha256}[asked["algorithm"][0]]
    mac = hmac.new(key, step.to_bytes(8, "big"), digest).digest()
    at = mac[-1] & 15
    return f"{(int.from_bytes(mac[at:at + 4], 'big') & 0x7fffffff) % 10**6:06d}"


class Administered(Server):
    def prepare(self):
        super().prepare()
        self.run("account", "create", "admin", "--data", self.data, stdin=PASSWORD + "\n")
        self.run("account", "grant", "admin", "--role", "administrator", "--data", self.data)


class SignIn(unittest.TestCase):
    def setUp(self):
        self.server = Administered()
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.secret = pathlib.Path(self.server.data) / "secret"
        self.secret.write_text(PASSWORD + "\n")

    def anlan(self, *arguments, stdin=""):
        home = {**os.environ, "XDG_CONFIG_HOME": str(self.server.data / "desk")}
        return subprocess.run([PROGRAM, *map(str, arguments)], env=home, input=stdin, capture_output=True,
                              text=True, timeout=60)

    def said(self, *arguments, stdin="", exit_code=0):
        done = self.anlan(*arguments, stdin=stdin)
        self.assertEqual(done.returncode, exit_code, done.stdout + done.stderr)
        return json.loads(done.stdout) if done.stdout.startswith(("{", "[")) else done.stdout

    def sign_in(self, login, *more, stdin="", exit_code=0):
        at = f"http://127.0.0.1:{self.server.port}"
        return self.said("sign-in", login, "--server", at, "--password-file", self.secret, *more, stdin=stdin,
                         exit_code=exit_code)

    def enrolment_code(self, login):
        said = self.server.run("account", "enrolment-code", login, "--json", "--data", self.server.data)
        return json.loads(said.stdout)["enrolment_code"]

    def enrol(self, algorithm, **more):
        begun = self.said("send", "POST", "/v1/factors/totp", json.dumps({"algorithm": algorithm}))
        confirmation = json.dumps({"code": code_of(begun["uri"]), **more})
        codes = self.said("send", "POST", "/v1/factors/totp/confirmation", confirmation)["recovery_codes"]
        return begun["uri"], codes

    def test_a_role_that_requires_it_works_after_a_second_factor_is_set_up(self):
        self.sign_in("admin")
        self.assertEqual(self.said("get", "/v1/service_keys", exit_code=1)["code"],
                         "session.second_factor_missing")
        self.assertTrue(self.said("get", "/v1/session")["second_factor_missing"])
        begun = self.said("send", "POST", "/v1/factors/totp", "{}")
        refused = self.said("send", "POST", "/v1/factors/totp/confirmation",
                            json.dumps({"code": code_of(begun["uri"])}), exit_code=1)
        self.assertEqual(refused["code"], "factor.enrolment_code_required", "a stolen password does not do")
        uri, codes = self.enrol("sha1", enrolment_code=self.enrolment_code("admin"))
        self.assertEqual(len(codes), 10)
        self.assertEqual(self.said("get", "/v1/service_keys"), {"rows": []})

        asked = self.sign_in("admin", stdin="", exit_code=1)
        self.assertEqual((asked["code"], asked["factors"]), ("session.second_factor_required",
                                                            ["totp", "recovery_code"]))
        self.sign_in("admin", stdin=code_of(uri, 1) + "\n")
        replayed = self.sign_in("admin", "--code", code_of(uri, 1), exit_code=1)
        self.assertEqual(replayed["code"], "session.code_wrong")
        self.sign_in("admin", "--code", codes[0])
        self.assertEqual(self.sign_in("admin", "--code", codes[0], exit_code=1)["code"], "session.code_wrong")
        self.assertEqual(self.said("get", "/v1/factors")["recovery_codes_left"], 9)
        tried = [row["outcome"] for row in self.said("get", "/v1/sign_ins")["rows"]]
        self.assertEqual(tried, ["session.code_wrong", "signed_in", "session.code_wrong", "signed_in",
                                 "session.second_factor_required", "session.second_factor_required",
                                 "factor.enrolment_code_made", "signed_in"])

        self.server.run("account", "reset-factors", "admin", "--data", self.server.data)
        self.sign_in("admin")
        self.assertTrue(self.said("get", "/v1/session")["second_factor_missing"])

    def test_sha256_and_a_role_that_does_not_require_it(self):
        self.sign_in("demo")
        self.assertEqual(self.said("get", "/v1/incidents")["rows"], [])
        uri, _ = self.enrol("sha256")
        self.sign_in("demo", "--code", code_of(uri, 1))
        self.assertEqual(self.said("get", "/v1/session")["proof"], "totp")
        self.said("send", "DELETE", "/v1/factors/totp")
        self.sign_in("demo")

    def test_an_administrator_hands_out_enrolment_codes_within_reach(self):
        self.sign_in("admin")
        self.enrol("sha1", enrolment_code=self.enrolment_code("admin"))
        self.server.run("account", "create", "second", "--data", self.server.data, stdin=PASSWORD + "\n")
        self.server.run("account", "grant", "second", "--role", "administrator", "--data", self.server.data)
        wanted = json.dumps({"login": "second"})
        made = self.said("send", "POST", "/v1/enrolment_codes", wanted)
        unknown = self.said("send", "POST", "/v1/enrolment_codes", '{"login":"nobody"}', exit_code=1)
        self.assertEqual(unknown["code"], "account.unknown")
        held = self.said("send", "POST", "/v1/enrolment_codes", '{"login":"admin"}', exit_code=1)
        self.assertEqual(held["code"], "factor.enrolment_is_over")
        self.sign_in("second")
        alone = self.said("send", "POST", "/v1/enrolment_codes", wanted, exit_code=1)
        self.assertEqual(alone["code"], "session.second_factor_missing")
        self.assertTrue(self.said("get", "/v1/factors")["needs_enrolment_code"])
        self.enrol("sha1", enrolment_code=made["enrolment_code"].lower().replace("-", " "))
        self.assertFalse(self.said("get", "/v1/factors")["needs_enrolment_code"])
        self.sign_in("demo")
        refused = self.said("send", "POST", "/v1/enrolment_codes", wanted, exit_code=1)
        self.assertEqual(refused["code"], "access.not_permitted")

    def test_secrets_are_in_no_file_and_the_key_is_for_its_owner(self):
        self.sign_in("admin")
        uri, codes = self.enrol("sha1", enrolment_code=self.enrolment_code("admin"))
        secret = urllib.parse.parse_qs(urllib.parse.urlparse(uri).query)["secret"][0]
        raw = base64.b32decode(secret + "=" * (-len(secret) % 8))
        for path in self.server.data.rglob("*"):
            if path.is_file() and path.name != "identity.key":
                held = path.read_bytes()
                for what in (secret.encode(), raw, *(code.encode() for code in codes)):
                    self.assertNotIn(what, held, path)
        self.assertEqual((self.server.data / "identity.key").stat().st_mode & 0o777, 0o600)

    def test_a_machines_key_does_what_it_names_and_no_more(self):
        until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86_400))
        made = self.said("account", "issue-key", "feed of the dispatch", "--role", "city_dispatcher",
                         "--permission", "incident.read", "--permission", "unit.*", "--until", until,
                         "--json", "--data", self.server.data)
        ask = lambda method, path, body=None: self.server.request(  # noqa: E731
            method, path, body, {"Idempotency-Key": "k", "Anlan-Purpose": "dispatch"}, token=made["token"])
        while ask("GET", "/v1/units").code == "session.required":
            pass  # another process made it: it is noticed within a second
        self.assertEqual(ask("GET", "/v1/units").status, 200)
        self.assertEqual(ask("GET", "/v1/incidents").status, 200)
        self.assertEqual(ask("GET", "/v1/calls").code, "access.not_in_key")
        refused = ask("POST", "/v1/calls", {"channel": "phone", "text": "x"})
        self.assertEqual(refused.code, "access.not_in_key")
        self.assertEqual(ask("GET", "/v1/sessions").code, "session.persons_only")
        self.assertEqual(ask("POST", "/v1/units/unt_wc-1/service_pause", {"reason": "meal"}).status, 200)
        record = self.server.run("export", "--data", self.server.data).stdout.splitlines()[-1]
        self.assertIn(made["key_id"], record)

        [key] = self.said("account", "keys", "--json", "--data", self.server.data)["keys"]
        self.assertNotIn("token", key)
        self.server.run("account", "revoke-key", made["key_id"], "--data", self.server.data)
        while ask("GET", "/v1/units").status == 200:
            pass
        self.assertEqual(ask("GET", "/v1/units").code, "session.required")

    def test_the_command_line_makes_only_keys_that_the_rulebook_lets_be(self):
        soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86_400))
        for role, permission, until, code in (
                ("administrator", "unit.read", soon, "service_key.role_not_for_keys"),
                ("city_dispatcher", "account.lock", soon, "service_key.persons_only"),
                ("city_dispatcher", "break_glass.*", soon, "service_key.persons_only"),
                ("city_dispatcher", "unit.read", "2126-01-01T00:00:00Z", "service_key.expiry_too_far")):
            said = self.server.run("account", "issue-key", "x", "--role", role, "--permission", permission,
                                   "--until", until, "--data", self.server.data, check=False)
            self.assertEqual((said.returncode, said.stdout), (1, ""), code)
            self.assertIn(code, said.stderr)
        self.assertEqual(self.said("account", "keys", "--json", "--data", self.server.data)["keys"], [])

    def test_a_known_device_signs_in_while_its_account_is_under_attack(self):
        self.sign_in("demo")
        while self.server.sign_in("demo", "a guess").code != "session.throttled":
            pass
        self.assertEqual(self.server.sign_in("demo").code, "session.throttled", "the same address, unknown")
        self.sign_in("demo")
        [here, before] = [row["current"] for row in self.said("get", "/v1/sessions")["rows"]]
        self.assertTrue(here and not before)


if __name__ == "__main__":
    unittest.main()
