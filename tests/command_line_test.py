"""What the program says on its command line when the folder, the area or the role is not what it was taken
for, and that it reads a folder that it may not write."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

from anlan_server import CITY, PASSWORD, PROGRAM, Server

NOBODY = 65534


class SomebodyElse:
    """A user who may not write what root made: permissions do not bind root, which tests may run as."""

    def __init__(self):
        # Not under TMPDIR: a folder of that name may be closed to others on its way down.
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="anlan-else-", dir="/var/tmp"))
        self.home.chmod(0o755)
        self.program = self.home / "anlan"  # the build may lie where others may not look
        shutil.copy(PROGRAM, self.program)
        self.own = self.home / "own"
        self.own.mkdir()
        if os.geteuid() == 0:
            os.chown(self.own, NOBODY, NOBODY)

    def close(self):
        for folder, _, _ in os.walk(self.home):
            os.chmod(folder, 0o755)
        shutil.rmtree(self.home)

    def run(self, *arguments):
        as_whom = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        return subprocess.run([self.program, *map(str, arguments)], capture_output=True, text=True,
                              timeout=120, cwd=self.home, stdin=subprocess.DEVNULL, **as_whom)

    def given(self, data, name):
        """A copy of a data folder that may be read and not written."""
        copy = self.home / name
        shutil.copytree(data, copy)
        for file in copy.rglob("*"):
            file.chmod(0o555 if file.is_dir() else 0o444)
        copy.chmod(0o555)
        return copy


def contents(folder):
    return {file.name: (file.stat().st_size, file.stat().st_mtime_ns) for file in folder.iterdir()}


class ReadOnlyFolder(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.prepare()
        cls.other = SomebodyElse()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()
        cls.other.close()

    def test_is_exported_verified_and_backed_up_without_a_trace(self):
        known = self.server.run("export", "--data", self.server.data).stdout
        head = self.server.run("verify", "--data", self.server.data).stdout
        copy = self.other.given(self.server.data, "closed")
        before = contents(copy)
        exported = self.other.run("export", "--data", copy)
        self.assertEqual((exported.returncode, exported.stdout), (0, known), exported.stderr)
        verified = self.other.run("verify", "--data", copy)
        self.assertEqual((verified.returncode, verified.stdout), (0, head), verified.stderr)
        backed_up = self.other.run("backup", "--data", copy, "--to", self.other.own / "backup")
        self.assertEqual(backed_up.returncode, 0, backed_up.stderr)
        self.assertEqual(contents(copy), before)

    def test_that_was_not_closed_says_what_to_do(self):
        server = Server()
        self.addCleanup(server.__exit__)
        server.prepare()
        server.start()
        server.sign_in()
        self.assertEqual(server.post("/v1/calls", {"channel": "text", "text": "路灯坏了"}).status, 201)
        self.assertEqual(server.stop(signal.SIGKILL), -signal.SIGKILL)
        self.assertGreater((server.data / "log.db-wal").stat().st_size, 0)
        (server.data / "log.db-shm").unlink(missing_ok=True)
        copy = self.other.given(server.data, "open")
        for command in ("export", "verify", "backup"):
            target = ["--to", self.other.own / "b2"] if command == "backup" else []
            said = self.other.run(command, "--data", copy, *target)
            self.assertEqual((said.returncode, said.stdout), (2, ""), command)
            self.assertIn("copy " + str(copy) + " to a disk that can be written", said.stderr)
            self.assertNotRegex(said.stderr, "SELECT|PRAGMA|BEGIN")

    def test_that_this_user_may_not_read_says_so(self):
        copy = self.other.given(self.server.data, "locked")
        (copy / "log.db").chmod(0o000)
        for command in ("export", "verify"):
            said = self.other.run(command, "--data", copy)
            self.assertEqual(said.returncode, 2, said.stdout)
            self.assertIn("may not be read by this user", said.stderr)


class NoSuchFolder(unittest.TestCase):
    def test_is_named_and_not_made(self):
        server = Server()
        self.addCleanup(server.__exit__)
        nowhere = server.data / "nowhere"
        empty = server.data / "empty"
        empty.mkdir()
        for command in (["export"], ["verify"], ["backup", "--to", server.data / "b"]):
            for folder, words in ((nowhere, "there is no folder"), (empty, "there is no log in")):
                said = server.run(command[0], "--data", folder, *command[1:], check=False)
                self.assertEqual((said.returncode, said.stdout), (2, ""), command)
                self.assertIn(words + " " + str(folder), said.stderr)
                self.assertIn("--data", said.stderr)
        self.assertFalse(nowhere.exists())
        self.assertEqual(list(empty.iterdir()), [])


class Stories(unittest.TestCase):
    """What makes no story is refused with what is wrong, before anything is simulated."""

    def test_that_are_none_are_refused(self):
        for options, words in (
                (("--days", "0"), "hours is 0"),
                (("--days", "-1"), "hours is -24"),
                (("--days", "nan"), "hours is"),
                (("--calls-per-day", "-5"), "calls_per_day is -5"),
                (("--town", "0,1,1,1"), "town.districts is 0"),
                (("--faults", "gremlins"), "there are none, disk"),
                (("--minutes", "0"), "above 0"),
                (("--minutes", "-1"), "above 0"),
                (("--minutes", "1", "--days", "2"), "takes no --days"),
                (("--minutes", "1", "--faults", "all"), "takes no --faults"),
                (("--story", "1", "--scenario", "bt-2023"), "each name a whole story")):
            said = subprocess.run([PROGRAM, "sim", *options], capture_output=True, text=True, timeout=120)
            self.assertEqual((said.returncode, said.stdout), (2, ""), options)
            self.assertIn(words, said.stderr)


class Grants(unittest.TestCase):
    """A post is for an area that is there, of the size that its role belongs to."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.server.prepare()
        cls.server.run("account", "create", "new", "--data", cls.server.data, stdin=PASSWORD + "\n")

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def grant(self, *options):
        return self.server.run("account", "grant", "new", *options, "--data", self.server.data, check=False)

    def posts(self):
        listed = json.loads(self.server.run("account", "list", "--json", "--data", self.server.data).stdout)
        return next(one["posts"] for one in listed["accounts"] if one["login"] == "new")

    def test_what_is_not_there_is_refused_with_what_is(self):
        table = [
            (("--role", "dispatcher", "--area", "nosuch"),
             "there is no area nosuch; the districts are are_420103"),
            (("--role", "dispatcher", "--area", "are_420199"), "there is no area are_420199"),
            (("--role", "nosuch", "--area", "are_420106"), "no role nosuch; the rulebook has"),
            (("--role", "dispatcher", "--area", CITY), "name a smaller area"),
            (("--role", "patrol", "--area", "are_420106"), "sits at a station, and are_420106 is a district"),
        ]
        for options, words in table:
            said = self.grant(*options)
            self.assertEqual((said.returncode, said.stdout), (2, ""), options)
            self.assertIn(words, said.stderr)
        self.assertEqual(self.posts(), [])
        self.assertEqual(self.grant("--role", "dispatcher", "--area", "are_420106").returncode, 0)
        self.assertEqual(self.posts(), ["pst_dispatcher.420106 (dispatcher)"])

    def test_a_folder_without_areas_knows_the_city_only(self):
        data = self.server.data / "fresh"
        self.server.run("account", "create", "new", "--data", data, stdin=PASSWORD + "\n")
        grant = ["account", "grant", "new", "--data", data]
        self.assertEqual(self.server.run(*grant, "--role", "watch_officer").returncode, 0)
        said = self.server.run(*grant, "--role", "dispatcher", "--area", "are_420106", check=False)
        self.assertEqual(said.returncode, 2)
        self.assertIn("knows no areas yet", said.stderr)


if __name__ == "__main__":
    unittest.main()
