#!/usr/bin/env python3
"""`anlan verify` on an intact log and on copies damaged in different ways, beside the verifier that knows
nothing of Anlan (verify_log.py): both must name the same first position that does not fit.

usage: damage_test.py               run as a test
       damage_test.py --record FILE write what verify says of each copy into FILE (docs/verify-record.md)
"""
import hashlib
import os
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(os.environ.get("ANLAN_SOURCE_DIR", pathlib.Path(__file__).resolve().parent.parent))
PROGRAM = os.environ.get("ANLAN_BINARY", str(ROOT / "build" / "release" / "anlan"))
CITY = ROOT / "build" / "demo" / "wuhan.jsonl"
COMMANDS = 2_000


class Copy:
    """A log's rows taken apart into records, changed, and put together again."""

    def __init__(self, folder):
        self.base = sqlite3.connect(folder / "log.db", isolation_level=None)
        self.base.execute("PRAGMA journal_mode = DELETE")
        self.rows = self.base.execute("SELECT first, records FROM frame ORDER BY first").fetchall()

    def records(self):
        """[[hash, bytes]] of the whole log; the first is position 1."""
        found = []
        for _, blob in self.rows:
            at = 0
            while at < len(blob):
                size = struct.unpack_from("<I", blob, at)[0]
                found.append([blob[at + 4:at + 36], blob[at + 36:at + 36 + size]])
                at += 36 + size
        return found

    def store(self, records):
        blob = b"".join(struct.pack("<I", len(data)) + seal + data for seal, data in records)
        self.base.execute("DELETE FROM frame")
        self.base.execute("INSERT INTO frame VALUES (1, ?, ?)", (len(records), blob))
        self.base.close()


def flip_one_bit(records):
    data = bytearray(records[1234][1])
    data[len(data) // 2] ^= 0x10
    records[1234][1] = bytes(data)
    return records


def change_and_seal_again(records):
    """A forger who knows how records are sealed, and does not rewrite the chain behind it."""
    data = records[776][1].replace(b"wuhan", b"wuhaN", 1)
    records[776] = [hashlib.sha256(records[775][0] + data).digest(), data]
    return records


def take_one_out(records):
    return records[:499] + records[500:]


def swap_two(records):
    records[99], records[100] = records[100], records[99]
    return records


def cut_off_the_end(records):
    return records[:1500]


# name, what was done, how, the first position that does not fit
DAMAGES = [
    ("bit", "one bit of record 1235 flipped", flip_one_bit, 1235),
    ("forged", "record 777 changed and sealed again", change_and_seal_again, 778),
    ("missing", "record 500 taken out", take_one_out, 500),
    ("swapped", "records 100 and 101 swapped", swap_two, 100),
    ("truncated", "everything after record 1500 cut off", cut_off_the_end, 1501),
]


def make_log(folder):
    commands = folder / "city.jsonl"
    with open(CITY, encoding="utf-8") as city:
        commands.write_text("".join(line for _, line in zip(range(COMMANDS), city)), "utf-8")
    ended = subprocess.run([PROGRAM, "import", "--data", folder / "intact", "--rulebook",
                            ROOT / "rulebook" / "wuhan", commands],
                           capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise AssertionError(ended.stderr)
    return folder / "intact"


def damaged(intact, name, how):
    folder = intact.parent / name
    shutil.copytree(intact, folder)
    copy = Copy(folder)
    copy.store(how(copy.records()))
    return folder


def verify(folder, *more):
    ended = subprocess.run([PROGRAM, "verify", "--data", folder, *more], capture_output=True, text=True,
                           check=False)
    return ended.returncode, (ended.stdout + ended.stderr).strip().replace(str(folder.parent) + "/", "")


def independent(folder):
    return subprocess.run([sys.executable, ROOT / "tests" / "verify_log.py", folder], capture_output=True,
                          text=True, check=False)


@unittest.skipUnless(CITY.exists(), "no demo city: ./dev test makes it")
class Damage(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.intact = make_log(pathlib.Path(self.folder.name))

    def tearDown(self):
        self.folder.cleanup()

    def test_an_intact_log_verifies(self):
        code, words = verify(self.intact)
        self.assertEqual(code, 0, words)
        self.assertRegex(words, r"^records \d{4,} head [0-9a-f]{64}$")
        again = independent(self.intact)
        self.assertEqual(again.returncode, 0, again.stdout)
        self.assertIn(words.split()[3], again.stdout, "both name the same head")

    def test_each_damage_is_found_and_its_place_named(self):
        for name, what, how, position in DAMAGES:
            with self.subTest(what):
                folder = damaged(self.intact, name, how)
                code, words = verify(folder)
                self.assertEqual(code, 1, words)
                self.assertRegex(words, rf"\b{position}\b")
                again = independent(folder)
                self.assertEqual(again.returncode, 1)
                self.assertRegex(again.stdout, rf"bad {position}\b")


def record(file):
    with tempfile.TemporaryDirectory() as folder:
        intact = make_log(pathlib.Path(folder))
        lines = ["# What `anlan verify` says", "",
                 "Written by `python3 tests/damage_test.py --record docs/verify-record.md`; the same",
                 "copies are checked in every test run, beside a verifier that shares no code with Anlan",
                 "(`tests/verify_log.py`).", ""]
        intact_first = [("intact", "the log as it was written", None, 0)]
        for name, what, how, _ in intact_first + DAMAGES:
            copy = damaged(intact, name, how) if how else intact
            code, words = verify(copy)
            lines += [f"## {what[0].upper()}{what[1:]}", "", "```", f"$ anlan verify --data {name}", words,
                      f"(exit code {code})", "```", ""]
        file.write_text("\n".join(lines).rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--record":
        record(pathlib.Path(sys.argv[2]))
    else:
        unittest.main()
