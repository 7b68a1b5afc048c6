"""What a bulletin says, an independent count of the same log says, too; a wrong figure is found; a station
objects to one of its own, and to nobody else's."""
import copy
import datetime
import io
import json
import pathlib
import re
import subprocess
import tempfile
import time
import unittest
import xml.etree.ElementTree
import zipfile

import recount_bulletin
from anlan_server import DISTRICT, PASSWORD, PROGRAM, ROOT, STATION, Server

RULEBOOK = ROOT / "rulebook/wuhan"
CITY = ROOT / "build/demo/wuhan.jsonl"
PATIENCE_S = 60


def last_monday(now):
    """Midnight in Wuhan of the Monday whose week before is counted by now (at six)."""
    civil = now + datetime.timedelta(hours=8 - 6)
    monday = civil.date() - datetime.timedelta(days=civil.weekday())
    midnight = datetime.datetime.combine(monday, datetime.time(), datetime.timezone.utc)
    return midnight - datetime.timedelta(hours=8)


def cells_of(workbook):
    """The first sheet's rows from its head on, as texts."""
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        shared = xml.etree.ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        sheet = xml.etree.ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    texts = ["".join(one.itertext()) for one in shared.findall("x:si", space)]
    rows = []
    for row in sheet.iterfind(".//x:row", space):
        shown = {}
        for cell in row.findall("x:c", space):
            column = re.match("[A-Z]+", cell.get("r")).group(0)
            number = 0
            for letter in column:
                number = number * 26 + ord(letter) - 64
            value = cell.findtext("x:v", "", space)
            shown[number - 1] = texts[int(value)] if cell.get("t") == "s" else value
        rows.append([shown.get(at, "") for at in range(max(shown, default=-1) + 1)])
    begins = next(at for at, row in enumerate(rows) if row[:1] == ["单位"])
    ends = next((at for at, row in enumerate(rows) if at > begins and len(row) <= 1), len(rows))
    return rows[begins:ends]


class Bulletin(unittest.TestCase):
    """Nine days of a generated city, until the Monday that was; then the service is started, and drafts."""

    @classmethod
    def setUpClass(cls):
        if not CITY.exists():
            CITY.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["node", ROOT / "tools/city/generate.mjs", CITY], check=True, capture_output=True)
        folder = tempfile.TemporaryDirectory(prefix="anlan-bulletin-")
        cls.addClassCleanup(folder.cleanup)
        cls.data = pathlib.Path(folder.name) / "data"
        begins = last_monday(datetime.datetime.now(datetime.timezone.utc)) - datetime.timedelta(days=9)
        # Whether it grew is another test's business.
        subprocess.run([PROGRAM, "soak", "--data", cls.data, "--from", begins.strftime("%Y-%m-%dT%H:%M:%SZ"),
                        "--days", "9", "--calls-per-day", "60", "--city-file", CITY, "--entries-only"],
                       cwd=ROOT, capture_output=True, timeout=600, check=False)
        cls.server = Server(data=cls.data, fill=False)
        cls.addClassCleanup(cls.server.__exit__)
        for login, role, area in [
                ("centre", "base_control", DISTRICT), ("station", "station_desk", STATION),
                ("oversee", "supervisor", "are_420100")]:
            cls.server.run("account", "create", login, "--data", cls.data, stdin=PASSWORD + "\n")
            cls.server.run("account", "grant", login, "--role", role, "--area", area, "--data", cls.data)
        cls.server.start()
        cls.server.sign_in("oversee")
        cls.bulletins = cls.drafted()

    @classmethod
    def drafted(cls):
        """The districts' bulletins, once all are drafted: that comes within moments."""
        end = time.monotonic() + PATIENCE_S
        while True:
            rows = cls.server.get("/v1/bulletins?limit=100").json["rows"]
            if len(rows) >= 13 and all(one["row"]["stage"] != "opened" for one in rows):
                return {one["stream"]: one["row"] for one in rows}
            if time.monotonic() > end:
                raise AssertionError(rows)

    def records(self):
        told = subprocess.run([PROGRAM, "export", "--data", self.data], cwd=ROOT, capture_output=True,
                              text=True, timeout=300, check=True)
        return [json.loads(line) for line in told.stdout.splitlines()]

    def of_wuchang(self):
        return next(one for one in self.bulletins if one.endswith("." + DISTRICT[4:]))

    def draft_in(self, records, bulletin, wire="bulletin.drafted.v1"):
        return next(one["payload"] for one in records if one["wire"] == wire and one["stream"] == bulletin)

    def test_every_draft_is_what_the_log_says(self):
        records, rules = self.records(), recount_bulletin.Rules(RULEBOOK)
        reports = 0
        for bulletin in self.bulletins:
            opened = self.draft_in(records, bulletin, "bulletin.opened.v1")
            drafted = self.draft_in(records, bulletin)
            wrong, compared = recount_bulletin.differences(rules, records, opened, drafted)
            self.assertEqual(wrong, [], bulletin)
            self.assertGreater(compared, 20)
            reports += drafted["rows"][0]["figures"][0]["numerator"]
        self.assertGreater(reports, 200, "a city's week")

    def test_a_wrong_figure_is_found(self):
        records, rules = self.records(), recount_bulletin.Rules(RULEBOOK)
        bulletin = self.of_wuchang()
        opened = self.draft_in(records, bulletin, "bulletin.opened.v1")
        drafted = copy.deepcopy(self.draft_in(records, bulletin))
        drafted["rows"][1]["figures"][0]["numerator"] += 1
        wrong, _ = recount_bulletin.differences(rules, records, opened, drafted)
        self.assertEqual(len(wrong), 1, wrong)
        self.assertIn(drafted["rows"][1]["unit"] + " reports", wrong[0])
        without = copy.deepcopy(self.draft_in(records, bulletin))
        station = next(row for row in without["rows"] if row["kind"] == "station")
        without["rows"].remove(station)
        wrong, _ = recount_bulletin.differences(rules, records, opened, without)
        self.assertIn(f"{station['unit']} is missing", wrong)
        late = copy.deepcopy(self.draft_in(records, bulletin))
        late["counted_to"] += 1
        self.assertIn("counted to", recount_bulletin.differences(rules, records, opened, late)[0][0])

    def test_each_figure_opens_to_as_many_records_as_it_says(self):
        bulletin = self.bulletins[self.of_wuchang()]
        self.server.sign_in("oversee")
        page = self.server.get(f"/v1/weekly_figures?week={bulletin['week']}&district={DISTRICT}").json
        self.assertTrue(page["counted"] and page["opens"])
        opened = 0
        for row in page["rows"][:4]:
            for value in row["figures"]:
                for side in ("numerator", "denominator"):
                    if value.get(side) is None:
                        continue
                    asked = f"week={page['week']}&unit={row['unit']}&figure={value['code']}&side={side}"
                    told = self.server.get("/v1/weekly_figures/records?" + asked.replace("#", "%23")).json
                    self.assertEqual(told["sum"], value[side], (row["unit"], value, side))
                    opened += len(told["records"])
        self.assertGreater(opened, 50)
        self.assertEqual(self.server.get("/v1/weekly_figures/records?week=W1&unit=x&figure=reports").code,
                         "weekly_figures.week_invalid")

    def test_it_is_printed_and_given_to_reckon_with(self):
        bulletin = self.of_wuchang()
        printed = self.server.get(f"/v1/bulletins/{bulletin}/paper")
        self.assertEqual((printed.status, printed.headers["Content-Type"]), (200, "application/pdf"))
        self.assertEqual(printed.body[:5], b"%PDF-")
        again = self.server.get(f"/v1/bulletins/{bulletin}/paper")
        self.assertEqual(printed.body, again.body, "the same bulletin is the same file")
        english = self.server.get(f"/v1/bulletins/{bulletin}/paper?language=en")
        self.assertNotEqual(english.body, printed.body)
        head, *rows = cells_of(self.server.get(f"/v1/bulletins/{bulletin}/workbook").body)
        figures = recount_bulletin.Rules(RULEBOOK).bulletin["figures"]
        named = {figure["code"]: figure["zh"] for figure in figures}
        draft = self.draft_in(self.records(), bulletin)
        self.assertEqual(len(rows), len(draft["rows"]))
        held = 0
        for shown, row in zip(rows, draft["rows"], strict=True):
            for value in row["figures"]:
                name = named[value["code"]]
                name += "·分子" if "denominator" in value else ""
                self.assertEqual(float(shown[head.index(name)]), value["numerator"], (row["unit"], name))
                held += 1
        self.assertGreater(held, 100)
        self.assertEqual(self.server.get("/v1/bulletins/bul_2020W01.420106/paper").status, 404)

    def test_a_station_objects_to_its_own_figure_alone(self):
        path = "/v1/bulletins/" + self.of_wuchang()
        self.server.sign_in("station")
        objection = {"unit": STATION, "figure": "reports", "reason": "当日窗口另有一起，台账在册。"}
        self.assertEqual(self.server.post(path + "/objections", objection).code, "bulletin.not_released")
        self.assertEqual(self.server.post(path + "/release").status, 403, "that is the centre's")
        self.server.sign_in("centre")
        self.assertEqual(self.server.post(path + "/release").status, 200)
        self.assertEqual(self.server.post(path + "/publication").code, "bulletin.objections_open")
        self.server.sign_in("station")
        self.assertEqual(self.server.post(path + "/objections", objection).status, 200)
        other = {**objection, "unit": STATION[:-1] + "2"}
        self.assertEqual(self.server.post(path + "/objections", other).code, "bulletin.not_own_figure")
        own = self.server.get("/v1/weekly_figures").json
        self.assertEqual({row["station"] for row in own["rows"]}, {STATION}, "its own alone")
        self.server.sign_in("centre")
        kept = {"number": 1, "ruling": "kept", "note": "台账所记为次日。"}
        self.assertEqual(self.server.post(path + "/objection_answers", kept).status, 200)
        state = self.server.get(path).json["state"]
        self.assertEqual([one["ruling"] for one in state["objections"]], ["kept"])
        self.assertEqual(state["stage"], "released", "the day to object is not over")


if __name__ == "__main__":
    unittest.main()
