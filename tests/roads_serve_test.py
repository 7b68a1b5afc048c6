"""`anlan serve --roads`: a recommendation's road seconds are those of an independent reading of the same
map, by Python's own XML reader and a Dijkstra over every single node; whoever is off the network is
estimated by distance, and says so. A file that does not read stops the start and leaves nothing behind."""
import datetime
import gzip
import heapq
import math
import os
import pathlib
import random
import subprocess
import tempfile
import tomllib
import unittest
import xml.etree.ElementTree

from anlan_server import CITY, DISTRICT, PROGRAM, ROOT, STATION, WHERE, Server, where

SHARED = pathlib.Path(os.environ.get("ANLAN_SHARED_DATA", ROOT / "../shared/data"))
MONACO = SHARED / "osm/monaco.osm.gz"
LIECHTENSTEIN = SHARED / "osm/liechtenstein-latest.osm.pbf"
RULES = tomllib.loads((ROOT / "rulebook/wuhan/roads.toml").read_text(encoding="utf-8"))
TRAVEL = tomllib.loads((ROOT / "rulebook/wuhan/dispatch.toml").read_text(encoding="utf-8"))["travel"]
LOOKS_MAX = 2_000
EARTH_RADIUS = 6_371_008.8


def metres(a, b):
    (north, east), (north_b, east_b) = [tuple(map(math.radians, p)) for p in (a, b)]
    h = (math.sin((north_b - north) / 2) ** 2
         + math.cos(north) * math.cos(north_b) * math.sin((east_b - east) / 2) ** 2)
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(h))


def speeds(tags):
    """Forward and backward km/h of a way of Monaco, 0 where it may not be driven."""
    kmh = {c["highway"]: c["kmh"] for c in RULES["classes"]}.get(tags.get("highway"))
    if kmh is None or tags.get("area") == "yes":
        return 0, 0
    for key in RULES["access_keys"]:
        if key in tags:
            if tags[key] in RULES["access_refused"]:
                return 0, 0
            break
    limit = tags.get("maxspeed", "")
    if limit.isdigit():
        kmh = float(limit) * RULES["limit_share"]
    way = tags.get("oneway:motor_vehicle", tags.get("oneway", ""))
    if way in ("yes", "true", "1"):
        return kmh, 0
    if way in ("-1", "reverse"):
        return 0, kmh
    if way not in ("no", "false", "0") and (tags["highway"] in RULES["one_way_classes"]
                                            or tags.get("junction") in RULES["one_way_junctions"]):
        return kmh, 0
    return kmh, kmh


class Map:
    """Every node of every road, none left out; `into` leads backwards."""

    def __init__(self, file):
        root = xml.etree.ElementTree.parse(gzip.open(file)).getroot()
        self.point, barred = {}, set()
        for node in root.iter("node"):
            self.point[node.get("id")] = (float(node.get("lat")), float(node.get("lon")))
            tags = {t.get("k"): t.get("v") for t in node.iter("tag")}
            opened = next((tags[k] for k in RULES["access_keys"] if k in tags), None)
            if "barrier" in tags and (opened in RULES["access_refused"] if opened
                                      else tags["barrier"] in RULES["barriers_refused"]):
                barred.add(node.get("id"))
        self.into, self.out = {}, {}
        for way in root.iter("way"):
            forward, backward = speeds({t.get("k"): t.get("v") for t in way.iter("tag")})
            nodes = [n.get("ref") for n in way.iter("nd")]
            for a, b in zip(nodes, nodes[1:]):
                if barred & {a, b} or not {a, b} <= self.point.keys():
                    continue
                length = metres(self.point[a], self.point[b])
                for start, end, kmh in ((a, b, forward), (b, a, backward)):
                    if kmh:
                        self.into.setdefault(end, []).append((start, length * 3.6 / kmh))
                        self.out.setdefault(start, []).append((end, length * 3.6 / kmh))

    def times(self, node, steps):
        best, heap = {node: 0.0}, [(0.0, node)]
        while heap:
            time, at = heapq.heappop(heap)
            if time > best[at]:
                continue
            for other, more in steps.get(at, []):
                if time + more < best.get(other, math.inf):
                    best[other] = time + more
                    heapq.heappush(heap, (time + more, other))
        return best

    def everywhere(self, node):
        """Junctions from which one gets to `node` and back."""
        both = self.times(node, self.into).keys() & self.times(node, self.out).keys()
        return sorted(n for n in both if len(self.out[n]) > 2)


def rush_factor(now):
    local = now + datetime.timedelta(hours=8)
    today = [r for r in TRAVEL["rush_hours"]
             if local.isoweekday() in r["weekdays"] and "patrol_car" in r["kinds"]]
    minute = local.hour * 60
    if any(minute < r["until_minute"] and minute + 60 > r["from_minute"] for r in today):
        return max(r["factor"] for r in today)
    return 1


def point(latitude, longitude):
    return {"latitude": latitude, "longitude": longitude}


def city_with(units, centre):
    areas = [("are_420100", "area.register", {"level": "city", "area_name": "城", "code": "420100",
                                              "where": where()}),
             (DISTRICT, "area.register", {"level": "district", "area_name": "区", "code": "420106",
                                          "where": where(DISTRICT)}),
             ("are_420103", "area.register", {"level": "district", "area_name": "邻区", "code": "420103",
                                              "where": where("are_420103")}),
             (STATION, "area.register", {"level": "station", "area_name": "所", "code": "420106001",
                                         "where": where(DISTRICT, STATION)}),
             (WHERE["beat"], "area.register", {"level": "beat", "area_name": "警务区", "code": "420106001001",
                                               "where": WHERE, "centre": centre})]
    for name, (kind, at) in units.items():
        areas += [(f"unt_{name}", "unit.register", {"kind": kind, "call_sign": name, "crew_size": 2,
                                                    "home": where(DISTRICT, STATION), "home_point": at}),
                  (f"unt_{name}", "unit.begin_duty", {})]
    return areas


def advice(server, at):
    """What is recommended for a fight at this point: unit -> (seconds, by)."""
    text = "有人打架"
    report = {"channel": "phone", "text": text, "callback": "13800000001"}
    call = server.post("/v1/calls", report).json["stream"]
    server.post(f"/v1/calls/{call}/answer")
    body = {"narrative": text, "class_code": "order.fight",
            "location": {"place_text": "路口", "point": at, "where": WHERE}}
    opened = server.post(f"/v1/calls/{call}/incident", {"report": body})
    assert opened.status == 200, opened.text
    rows = []
    for _ in range(LOOKS_MAX):  # the incident is the next commit's
        rows = server.get("/v1/incidents?only_open=true").json["rows"]
        if rows:
            break
    incident = rows[0]["stream"]
    said = server.get(f"/v1/incidents/{incident}/recommendation")
    assert said.status == 200, said.text
    found = {}
    for answer in said.json["answers"]:
        for proposal in answer["chosen"] + answer["alternatives"]:
            for unit in [proposal, *proposal["why_not_nearer"]]:
                found[unit["unit_id"].removeprefix("unt_")] = (unit["travel"], unit["travel_by"])
    return found


class Roads(unittest.TestCase):
    @unittest.skipUnless(MONACO.exists(), "no osm/monaco.osm.gz in shared data")
    def test_road_seconds_are_those_of_an_independent_reading(self):
        town = Map(MONACO)
        start = max(town.out, key=lambda n: (len(town.out[n]), n))
        junctions = town.everywhere(start)
        self.assertGreater(len(junctions), 100)
        chance = random.Random(5)
        target, *homes = chance.sample(junctions, 5)
        units = {f"m{i}": ("patrol_car", point(*town.point[n])) for i, n in enumerate(homes)}
        truth = town.times(target, town.into)
        at = point(*town.point[target])
        with Server(city=city_with(units, at), options=("--roads", MONACO)) as server:
            server.sign_in()
            shown = server.get("/v1/roads").json
            self.assertEqual((shown["travel_by"], shown["roads"]["source"]), ("road", "monaco.osm.gz"))
            factors = {rush_factor(datetime.datetime.utcnow())}
            found = advice(server, at)
            factors.add(rush_factor(datetime.datetime.utcnow()))
        self.assertEqual(found.keys(), units.keys())
        for i, home in enumerate(homes):
            seconds, by = found[f"m{i}"]
            self.assertEqual(by, "road")
            straight = metres(town.point[home], town.point[target])
            self.assertTrue(any(-0.5 < seconds - truth[home] * factor < 1.5 for factor in factors),
                            f"m{i}: {seconds} s, not {truth[home]:.1f} s; {straight:.0f} m straight")

    @unittest.skipUnless(LIECHTENSTEIN.exists(), "no osm/liechtenstein-latest.osm.pbf in shared data")
    def test_a_city_of_its_own_is_served_by_its_map(self):
        units = {"vaduz": ("patrol_car", point(47.1410, 9.5209)),
                 "schaan": ("patrol_car", point(47.1650, 9.5087)),
                 "alp": ("patrol_car", point(47.1000, 9.7500)),
                 "balzers": ("patrol_car", point(47.0660, 9.5030))}
        at = point(47.1660, 9.5100)
        with Server(city=city_with(units, at), options=("--roads", LIECHTENSTEIN)) as server:
            server.sign_in()
            found = advice(server, at)
        self.assertEqual({name: by for name, (_, by) in found.items()},
                         {"vaduz": "road", "schaan": "road", "balzers": "road", "alp": "distance"})
        self.assertLess(found["schaan"][0], found["vaduz"][0])
        self.assertLess(found["vaduz"][0], found["balzers"][0])

    def test_without_roads_everything_is_by_distance_and_says_so(self):
        units = {"a": ("patrol_car", point(47.1410, 9.5209))}
        with Server(city=city_with(units, point(47.14, 9.52))) as server:
            server.sign_in()
            self.assertEqual(server.get("/v1/roads").json["travel_by"], "distance")
            self.assertEqual(advice(server, point(47.1500, 9.5209))["a"][1], "distance")

    def test_a_file_that_does_not_read_stops_the_start_and_leaves_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "cut.osm").write_text('<osm version="0.6">\n<node id="1" lat="47')
            (folder / "words.osm.pbf").write_text("words")
            (folder / "tables.toml").write_text('source = "x"\ndatum = "mars"\n')
            for name, words in [("cut.osm", "cut.osm: line 2, column "), ("words.osm.pbf", "words.osm.pbf: "),
                                ("absent.osm.pbf", "expected a file that can be read"),
                                ("tables.toml", "tables.toml:2: .datum"),
                                ("roads.shp", "expected a name that ends")]:
                data = folder / "data"
                command = [PROGRAM, "serve", "--data", data, "--port", "0", "--roads", folder / name]
                done = subprocess.run(command, capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(words, done.stderr)
                self.assertIn("expected", done.stderr)
                self.assertFalse(data.exists(), "a data folder was made")


if __name__ == "__main__":
    unittest.main()
