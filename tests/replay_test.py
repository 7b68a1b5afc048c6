"""A log replayed through the whole program gives the figures that the log itself gives."""
import copy
import csv
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import replay_figures
from anlan_server import Server

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = pathlib.Path(os.environ.get("ANLAN_BINARY", ROOT / "build/release/anlan"))
DATA = pathlib.Path(os.environ.get("ANLAN_SHARED_DATA", ROOT.parent / "shared/data")) / "sf-fire-calls"
WEEK = DATA / "2020-04-07_13.csv"

COLUMNS = (
    "Call Number,Unit ID,Unit sequence in call dispatch,Call Type,Received DtTm,Entry DtTm,"
    "Dispatch DtTm,Response DtTm,"
    "On Scene DtTm,Transport DtTm,Hospital DtTm,Available DtTm,Call Final Disposition,"
    "Original Priority,Priority,"
    "Final Priority,Unit Type,Address,Location,Battalion,Station Area"
).split(",")


def at(time):
    """"13:00:05" of one day, as the log writes it."""
    if not time:
        return ""
    hour, minute, second = time.split(":")
    half = "PM" if int(hour) >= 12 else "AM"
    return f"04/07/2020 {(int(hour) + 11) % 12 + 1:02}:{minute}:{second} {half}"


def row(call, unit, received, entry, dispatch, response, on_scene, available, **other):
    made = dict.fromkeys(COLUMNS, "")
    made.update({
        "Call Number": call, "Unit ID": unit, "Unit sequence in call dispatch": "1", "Call Type": "Alarms",
        "Received DtTm": at(received), "Entry DtTm": at(entry), "Dispatch DtTm": at(dispatch),
        "Response DtTm": at(response), "On Scene DtTm": at(on_scene), "Available DtTm": at(available),
        "Call Final Disposition": "Fire", "Original Priority": "2", "Priority": "3", "Final Priority": "3",
        "Unit Type": "ENGINE", "Address": "0 Block of TEST ST", "Location": "(37.77, -122.42)",
        "Battalion": "B01",
        "Station Area": "01",
    })
    made.update(other)
    return made


# Everything that a log does to whoever reads it.
ODD_LOG = [
    row("1", "E01", "10:00:00", "10:01:00", "10:01:30", "10:02:00", "10:05:00", "10:30:00"),
    row("1", "T01", "10:00:00", "10:01:00", "10:01:31", "", "", "10:06:00",
        **{"Unit Type": "TRUCK", "Unit sequence in call dispatch": "2"}),
    # At the scene before it was on its way.
    row("2", "E02", "10:00:10", "10:00:40", "10:01:00", "10:09:00", "10:04:00", "10:20:00"),
    # Clear before it was at the scene.
    row("3", "E03", "10:10:00", "10:10:30", "10:11:00", "10:12:00", "10:25:00", "10:20:00"),
    # Entered before it was received, sent before it was entered.
    row("4", "E04", "10:20:00", "10:19:00", "10:18:30", "10:21:00", "10:23:00", "10:40:00"),
    # Sent again before it was clear of call 1.
    row("5", "E01", "10:15:00", "10:16:00", "10:17:00", "10:18:00", "10:22:00", "10:50:00"),
    # Never clear, then sent again.
    row("6", "E06", "11:00:00", "11:00:30", "11:01:00", "11:02:00", "11:05:00", ""),
    row("7", "E06", "12:00:00", "12:00:30", "12:01:00", "12:01:00", "12:01:00", "12:01:00"),
    # A time that is none, a code nobody mapped, no place.
    row("8", "X9", "12:30:00", "12:30:30", "12:31:00", "", "", "12:50:00",
        **{"Response DtTm": "soon", "Call Type": "Volcano", "Location": "", "Unit Type": "ZEPPELIN"}),
]


class Replay(unittest.TestCase):
    def replay(self, log, folder):
        out = pathlib.Path(folder) / "out.json"
        done = subprocess.run(
            [PROGRAM, "replay", log, "--format", "sf-fire", "--report", out,
             "--data", pathlib.Path(folder) / "data"],
            capture_output=True, text=True, timeout=300, cwd=ROOT)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(out.read_text(encoding="utf-8"))

    def test_a_week_of_a_real_log(self):
        if not WEEK.exists():
            self.skipTest(f"{WEEK} is not on this machine")
        with tempfile.TemporaryDirectory() as folder:
            report = self.replay(WEEK, folder)
        self.assertEqual(replay_figures.differences(WEEK, report), [])
        self.assertEqual((report["calls"], report["unit_responses"]), (2776, 5272))
        hits = report["recommendation"]
        self.assertGreater(hits["compared"], 5000)
        self.assertGreater(hits["first"], hits["baseline_first"])
        self.assertGreater(hits["first_three"], hits["baseline_first_three"])

    def test_a_log_that_is_odd_in_every_way(self):
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder) / "odd.csv"
            with log.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS)
                writer.writeheader()
                writer.writerows(ODD_LOG)
            report = self.replay(log, folder)
            self.assertEqual(replay_figures.differences(log, report), [])
            with Server(data=pathlib.Path(folder) / "data", fill=False) as server:
                said = (server.data / "stderr.txt").read_text(encoding="utf-8")
                self.assertIn("rulebook " + report["rulebook_version"], said)
        for kind in ("missing_clear", "missing_on_scene", "on_scene_before_en_route", "clear_before_on_scene",
                     "entry_before_received", "unit_on_two_calls", "unreadable_en_route", "unmapped_class",
                     "unmapped_unit_kind"):
            self.assertGreaterEqual(report["anomalies"].get(kind, {}).get("count", 0), 1, kind)

    def test_a_difference_of_one_second_is_seen(self):
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder) / "log.csv"
            with log.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS)
                writer.writeheader()
                writer.writerows(ODD_LOG[:1])
            right = {}
            for path, value in replay_figures.figures_of(log).items():
                inner = right
                *parents, last = path.split(".")
                for parent in parents:
                    inner = inner.setdefault(parent, {})
                inner[last] = value
            self.assertEqual(replay_figures.differences(log, right), [])
            wrong = copy.deepcopy(right)
            wrong["intervals"]["received_to_entry"]["p90"] += 1
            self.assertEqual(len(replay_figures.differences(log, wrong)), 1)


if __name__ == "__main__":
    unittest.main()
