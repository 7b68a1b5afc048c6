"""Starts the real program on a free port with a data directory of its own, and speaks HTTP to it."""
import http.client
import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import tempfile
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = pathlib.Path(os.environ.get("ANLAN_PROGRAM", ROOT / "build/release/anlan"))
PASSWORD = "korrekt-pferd-110"
READY_WITHIN_S = 60

CITY = "are_420100"
DISTRICT = "are_420106"
STATION = "are_420106001"
BEAT = "are_420106001001"


def where(district="", station="", beat=""):
    return {"city": CITY, "district": district, "station": station, "beat": beat}


WHERE = where(DISTRICT, STATION, BEAT)

SMALL_CITY = [
    ("are_420100", "area.register", {"level": "city", "area_name": "武汉市", "code": "420100",
                                     "where": where()}),
    ("are_420106", "area.register", {"level": "district", "area_name": "武昌区", "code": "420106",
                                     "where": where(DISTRICT)}),
    ("are_420103", "area.register", {"level": "district", "area_name": "江汉区", "code": "420103",
                                     "where": where("are_420103")}),
    ("are_420106001", "area.register", {"level": "station", "area_name": "首义路派出所", "code": "420106001",
                                        "where": where(DISTRICT, STATION)}),
    ("are_420106001001", "area.register", {"level": "beat", "area_name": "首义社区", "code": "420106001001",
                                           "where": WHERE,
                                           "centre": {"latitude": 30.5440, "longitude": 114.3030}}),
    ("plc_1", "place.register", {"place_name": "黄鹤楼", "kind": "landmark", "where": WHERE,
                                 "address": "武汉市武昌区蛇山西山坡", "point": {"latitude": 30.5447, "longitude": 114.3023}}),
    ("unt_wc-1", "unit.register", {"kind": "patrol_car", "call_sign": "武昌-1", "crew_size": 2,
                                   "home": where(DISTRICT, STATION),
                                   "home_point": {"latitude": 30.5400, "longitude": 114.3100}}),
    ("unt_wc-2", "unit.register", {"kind": "patrol_car", "call_sign": "武昌-2", "crew_size": 2,
                                   "home": where(DISTRICT, STATION),
                                   "home_point": {"latitude": 30.5800, "longitude": 114.3600}}),
    ("unt_wc-1", "unit.begin_duty", {}),
    ("unt_wc-2", "unit.begin_duty", {}),
]


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body
        self.text = body.decode("utf-8", errors="replace")
        kind = headers.get("Content-Type", "")
        self.json = json.loads(self.text) if "json" in kind and self.text else None

    @property
    def code(self):
        return (self.json or {}).get("code")


class Server:
    """with Server() as server: the small city is there, and `demo` may sit at three posts."""

    def __init__(self, data=None, fill=True, city=SMALL_CITY, options=()):
        self.own = data is None
        self.data = pathlib.Path(data or tempfile.mkdtemp(prefix="anlan-test-"))
        self.fill = fill
        self.city = city
        self.options = options  # of `anlan serve`
        self.process = None
        self.token = None

    def __enter__(self):
        if self.fill:
            self.prepare()
        self.start()
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.own:
            shutil.rmtree(self.data, ignore_errors=True)

    def run(self, *arguments, check=True, stdin=""):
        done = subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, text=True,
                              timeout=120)
        if check and done.returncode != 0:
            raise AssertionError(f"{arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def prepare(self):
        lines = "".join(json.dumps({"stream": s, "command": c, "body": b}, ensure_ascii=False) + "\n"
                        for s, c, b in self.city)
        file = self.data / "city.jsonl"
        file.write_text(lines, encoding="utf-8")
        self.run("import", file, "--data", self.data, "--source", "small city")
        for login, role, area in [("demo", "city_dispatcher", CITY), ("watch", "watch_officer", CITY),
                                  ("taker", "call_taker", CITY), ("jianghan", "dispatcher", "are_420103")]:
            self.run("account", "create", login, "--data", self.data, stdin=PASSWORD + "\n")
            self.run("account", "grant", login, "--role", role, "--area", area, "--data", self.data)

    def start(self, *more):
        self.process = subprocess.Popen([PROGRAM, "serve", "--data", self.data, "--port", "0", *self.options,
                                         *more],
                                        stdout=subprocess.PIPE, text=True,
                                        stderr=open(self.data / "stderr.txt", "a"))
        ready, _, _ = select.select([self.process.stdout], [], [], READY_WITHIN_S)
        line = self.process.stdout.readline() if ready else ""
        if "listens on" not in line:
            said = (self.data / "stderr.txt").read_text()[-2000:]
            raise AssertionError("the service did not start: " + said)
        self.port = int(line.rsplit(":", 1)[1])

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(timeout=60)

    def request(self, method, target, body=None, headers=None, token="own"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = dict(headers or {})
        token = self.token if token == "own" else token
        if token:
            sent["Authorization"] = "Bearer " + token
        data = body
        if body is not None and not isinstance(body, (bytes, str)):
            data = json.dumps(body, ensure_ascii=False).encode()
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        connection.request(method, target, data, sent)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer

    def sign_in(self, login="demo", password=PASSWORD):
        body = {"login": login, "password": password, "bearer": True}
        answer = self.request("POST", "/v1/session", body, token=None)
        if answer.status == 201:
            self.token = answer.json["token"]
        return answer

    def get(self, target, **headers):
        return self.request("GET", target, headers=headers)

    def post(self, target, body=None, key=None, headers=None):
        sent = {"Idempotency-Key": key or uuid.uuid4().hex, "Anlan-Purpose": "call_handling"}
        sent.update(headers or {})
        return self.request("POST", target, {} if body is None else body, sent)

    def events(self, count, last_event_id=None, target="/v1/stream"):
        """Reads `count` change events of the live feed; returns [(id, data)]."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": "Bearer " + self.token, "Accept": "text/event-stream"}
        if last_event_id:
            headers["Last-Event-ID"] = last_event_id
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        seen, event = [], {}
        while len(seen) < count:
            line = response.readline().decode().rstrip("\n")
            if line == "":
                if event.get("event") in ("change", "reset"):
                    seen.append((event.get("id"), event["event"], json.loads(event.get("data") or "null")))
                event = {}
            elif not line.startswith(":"):
                name, _, value = line.partition(":")
                event[name] = value.lstrip(" ")
        connection.close()
        return seen
