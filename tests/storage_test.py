"""The real program and its disk: a full disk is refused in words and over without a restart; a backup is
taken while commands are sent, and what is restored from it is what was backed up."""
import json
import resource
import shutil
import threading
import unittest

from anlan_server import Server

UNLIMITED = resource.RLIM_INFINITY


def receive(server, key):
    body = {"channel": "text", "text": "路灯坏了 " + "很暗" * 400}
    return server.post("/v1/calls", body, key=key, headers={"Anlan-New-Id": "cal_" + key})


class FullDisk(unittest.TestCase):
    """The kernel refuses to let any file of the service grow, which is what a full disk is to it."""

    def limit(self, server, size):
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, UNLIMITED))

    def largest_file(self, server):
        return max(file.stat().st_size for file in server.data.glob("log.db*"))

    def test_is_refused_in_words_loses_nothing_and_is_over_without_a_restart(self):
        with Server() as s:
            s.sign_in()
            before = receive(s, "before")
            self.assertEqual(before.status, 201, before.text)
            self.limit(s, self.largest_file(s))
            answered, refused = [], None
            for number in range(500):
                answer = receive(s, f"tight-{number}")
                if answer.status != 201:
                    refused, refused_key = answer, f"tight-{number}"
                    break
                answered.append(f"tight-{number}")
            self.assertIsNotNone(refused, "the limit was never met")
            self.assertEqual((refused.status, refused.code), (503, "log.disk_full"), refused.text)
            self.assertEqual(refused.headers["Content-Type"], "application/problem+json")
            self.assertTrue(refused.headers["Retry-After"])
            for member in ("type", "title", "status", "detail", "zh"):
                self.assertIn(member, refused.json)
            self.assertNotIn(str(s.data), refused.text)
            for number in range(100):  # a shorter commit of the clock's own may still have fitted
                ready = s.request("GET", "/readyz", token=None)
                if ready.status == 503:
                    break
                if receive(s, f"tighter-{number}").status == 201:
                    answered.append(f"tighter-{number}")
            self.assertEqual(ready.status, 503, ready.text)
            self.assertIn("log.disk_full", ready.text)
            self.assertNotIn(str(s.data), ready.text)
            self.assertEqual(s.request("GET", "/healthz", token=None).status, 200)
            self.assertEqual(s.get("/v1/calls?limit=1").status, 200)  # what is known can be read
            self.assertEqual(s.process.poll(), None)

            self.limit(s, UNLIMITED)
            ready = s.request("GET", "/readyz", token=None)
            self.assertEqual(ready.status, 200, ready.text)
            again = receive(s, refused_key)  # the one that was refused, under the same key
            self.assertEqual((again.status, again.json["repeated"]), (201, False), again.text)
            for key in ["before", *answered]:
                self.assertTrue(receive(s, key).json["repeated"], f"{key} was answered and is gone")
            self.assertEqual(s.stop(), 0)
            self.assertRegex(s.run("verify", "--data", s.data).stdout, r"^records \d+ head [0-9a-f]{64}")


class Sender:
    """Sends one call after the other until told to stop."""

    def __init__(self, server):
        self.server, self.keys, self.failed = server, [], []
        self.ending = threading.Event()
        self.some = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.ending.is_set():
            key = f"sent-{len(self.keys)}"
            answer = receive(self.server, key)
            if answer.status != 201:
                self.failed.append(answer.text)
                return self.some.set()
            self.keys.append(key)
            if len(self.keys) >= 20:
                self.some.set()

    def __enter__(self):
        self.thread.start()
        self.some.wait(60)
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.thread.join()


class Backup(unittest.TestCase):
    def backed_up(self, server, name):
        done = server.run("backup", "--data", server.data, "--to", server.data / name, "--keys",
                          server.data / (name + "-keys"), "--json")
        return json.loads(done.stdout)

    def test_taken_under_load_comes_back_whole_and_serves(self):
        with Server() as s:
            s.sign_in()
            with Sender(s) as sender:
                before = list(sender.keys)
                report = self.backed_up(s, "backup")
            self.assertEqual(sender.failed, [])
            self.assertTrue(report["ok"])
            self.assertGreater(report["seconds"], 0)
            self.assertGreater(s.get("/v1/calls?limit=1").json["position"], 0)
            target = s.data / "restored"
            restored = json.loads(s.run("restore", "--from", s.data / "backup", "--data", target, "--keys",
                                        s.data / "backup-keys", "--json").stdout)
            self.assertFalse((s.data / "backup" / "keys").exists())
            self.assertEqual((restored["records"], restored["head"]), (report["records"], report["head"]))
            verified = json.loads(s.run("verify", "--data", target, "--json").stdout)
            self.assertEqual((verified["ok"], verified["head"]), (True, report["head"]))
            # The backup's head is one that the living log has had.
            known = f"{report['records']}:{report['head']}"
            self.assertEqual(s.run("verify", "--data", s.data, "--known", known).returncode, 0)
            self.assertGreater(restored["accounts_unconfirmed"], 0)
            with Server(data=target, fill=False) as r:
                no = r.sign_in()  # who was locked since is in no backup
                self.assertEqual((no.status, no.json["code"]), (403, "session.account_unconfirmed"))
                s.run("account", "confirm", "--all", "--data", target)
                self.assertEqual(r.sign_in().status, 201)  # the accounts are there
                for key in before:  # everything answered before the backup began
                    self.assertTrue(receive(r, key).json["repeated"], key)
                self.assertEqual(receive(r, "new").status, 201)

    def test_nobody_signed_in_at_the_backup_is_in_after_the_restore(self):
        with Server() as s:
            s.sign_in()
            token = s.token
            self.backed_up(s, "backup")
            s.run("restore", "--from", s.data / "backup", "--data", s.data / "restored")
            with Server(data=s.data / "restored", fill=False) as r:
                self.assertEqual(r.request("GET", "/v1/calls?limit=1", token=token).status, 401)

    def test_ends_where_it_was_asked_to_end(self):
        with Server() as s:
            s.sign_in()
            keys = [f"k{number}" for number in range(6)]
            positions = []
            for key in keys:
                self.assertEqual(receive(s, key).status, 201)
                positions.append(s.get("/v1/calls?limit=1").json["position"])
            self.backed_up(s, "backup")
            lines = [json.loads(line) for line in s.run("export", "--data", s.data).stdout.splitlines()]
            at = {line["position"]: line for line in lines}
            for until in (str(positions[2]), at[positions[2]]["recorded_at"]):
                shutil.rmtree(s.data / "restored", ignore_errors=True)
                done = json.loads(s.run("restore", "--from", s.data / "backup", "--data",
                                        s.data / "restored", "--until", until, "--json").stdout)
                self.assertEqual(done["head"], at[done["records"]]["hash"])
                if until.isdigit():
                    self.assertEqual(done["records"], positions[2])
                else:
                    self.assertGreaterEqual(done["records"], positions[2])
                    self.assertTrue(all(at[p]["recorded_at"] > until for p in at if p > done["records"]))

    def test_refuses_in_words_with_its_exit_code(self):
        with Server() as s:
            self.backed_up(s, "backup")
            table = [
                (2, "backup.exists", ("backup", "--data", s.data, "--to", s.data / "backup")),
                (2, "log.not_found", ("backup", "--data", s.data / "nowhere", "--to", s.data / "b2")),
                (2, "restore.exists", ("restore", "--from", s.data / "backup", "--data", s.data)),
                (2, "restore.no_backup", ("restore", "--from", s.data, "--data", s.data / "r")),
                (2, "restore.nothing_until", ("restore", "--from", s.data / "backup", "--data",
                                              s.data / "r", "--until", "2020-01-01T00:00:00Z")),
                (2, "--until takes", ("restore", "--from", s.data / "backup", "--data", s.data / "r",
                                      "--until", "yesterday")),
                (2, "--to is required", ("backup", "--data", s.data)),
            ]
            for code, words, command in table:
                done = s.run(*command, check=False)
                self.assertEqual(done.returncode, code, command)
                self.assertIn(words, done.stderr + done.stdout)
            log = s.data / "backup" / "log.db"
            content = bytearray(log.read_bytes())
            content[len(content) // 2] ^= 1
            log.write_bytes(content)
            done = s.run("restore", "--from", s.data / "backup", "--data", s.data / "r", "--json",
                         check=False)
            self.assertEqual((done.returncode, json.loads(done.stdout)["code"]), (1, "restore.damaged"))
            self.assertFalse((s.data / "r").exists())


if __name__ == "__main__":
    unittest.main()
