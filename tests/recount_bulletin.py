#!/usr/bin/env python3
"""Counts a week straight from the exported log, with nothing of Anlan's, and compares with a bulletin.

    anlan export --data DATA > log.jsonl
    recount_bulletin.py RULEBOOK_FOLDER log.jsonl [BULLETIN_ID]

The log says what was drafted (bulletin.drafted); the recount says what should have been. Exits 1 on any
difference, 2 where there is nothing to compare.
"""
import json
import sys
import tomllib
from collections import defaultdict
from datetime import datetime, timedelta, timezone

FIRST_MONDAY = datetime(1970, 1, 5, tzinfo=timezone.utc)
WEEK = timedelta(days=7)


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def minutes(span):
    return int(span // timedelta(minutes=1))


def length_of(spans):
    """Of spans that may overlap; each moment counts once."""
    total, reached = timedelta(0), None
    for begins, ends in sorted(spans):
        if reached is not None and begins < reached:
            begins = reached
        if ends > begins:
            total += ends - begins
        reached = ends if reached is None else max(reached, ends)
    return total


class Rules:
    def __init__(self, folder):
        def section(name):
            with open(f"{folder}/{name}.toml", "rb") as file:
                return tomllib.load(file)
        self.bulletin = section("bulletin")
        self.offset = timedelta(minutes=section("city")["civil_offset_minutes"])
        self.cut_off = timedelta(hours=self.bulletin["cut_off_hours"])

    def week_of(self, at):
        return (at + self.offset - FIRST_MONDAY) // WEEK

    def begins(self, week):
        return FIRST_MONDAY + week * WEEK - self.offset

    def week_for(self, happened, recorded):
        """The week in which it happened; if that was counted already, the week of the recording."""
        week = self.week_of(happened)
        return week if recorded < self.begins(week + 1) + self.cut_off else self.week_of(recorded)


def unit_of(where):
    return where["station"] or where["district"] or where["city"]


def district_of(where):
    return where["district"] or where["city"]


class Recount:
    """Everything that was recorded before the week was counted."""

    def __init__(self, rules, week):
        self.rules, self.week = rules, week
        self.until = rules.begins(week + 1) + rules.cut_off
        self.stations, self.police_posts = {}, {}
        self.calls, self.incidents, self.instructions, self.errands = {}, {}, {}, {}
        self.matters = {}
        self.stages, self.work, self.forbidden = [], [], []
        self.answered, self.returned = {}, {}
        self.posts, self.on_duty, self.duties = {}, {}, []
        self.last_position = 0

    def read(self, record):
        recorded = instant(record["recorded_at"])
        if recorded >= self.until:
            return False
        self.last_position = record["position"]
        kind, _, what = record["wire"].partition(".")
        reader = getattr(self, "read_" + kind, None)
        if reader is not None:
            reader(what.rsplit(".", 1)[0], record["stream"], record["payload"], recorded)
        post = self.posts.get(record["actor"]["post_id"])
        community = self.rules.bulletin["in_community"]
        if post is not None and post["role"] in community["roles"]:
            for work in community["forbidden"]:
                if work["wire"] == record["wire"]:
                    self.forbidden.append((self.rules.week_of(recorded), record["actor"]["actor_id"],
                                           work["minutes"]))
        return True

    def read_area(self, what, stream, payload, recorded):
        if what == "registered" and payload["level"] == "station":
            self.stations[stream] = payload["where"]

    def read_unit(self, what, stream, payload, recorded):
        if what == "registered" and payload["kind"] == "police_post":
            self.police_posts[stream] = payload["home"]

    def read_call(self, what, stream, payload, recorded):
        if what == "received":
            self.calls[stream] = {
                "week": self.rules.week_for(instant(payload["received_at"]), recorded),
                "channel": payload["channel"], "where": payload["received_where"], "decided": False}
        call = self.calls[stream]
        place = payload["report"]["location"] if what == "report_written" else \
            payload["location"] if what == "location_hint_applied" else None
        if place is not None and place["where"]["district"]:
            call["where"] = place["where"]
        if what in ("outcome_decided", "outcome_undone"):
            call["decided"] = what == "outcome_decided"

    def read_incident(self, what, stream, payload, recorded):
        if what == "opened":
            self.incidents[stream] = {
                "week": self.rules.week_for(instant(payload["opened_at"]), recorded),
                "class": payload["class_code"], "where": payload["location"]["where"], "rating": 0,
                "closed": False, "ever_closed": False, "cancelled": False, "reopened": False, "merged": False,
                "missed": set(), "sent": {}, "dispatched": False, "arrived": False, "posts_arrived": set(),
                "disposition": None}
        one = self.incidents.get(stream)
        if one is None:
            return
        if what == "reclassified":
            one["class"] = payload["class_code"]
        elif what == "location_corrected":
            one["where"] = payload["location"]["where"]
        elif what == "rating_noted":
            one["rating"] = payload["rating"]
        elif what == "closed":
            one.update(closed=True, ever_closed=True, disposition=payload["disposition"])
        elif what == "cancelled":
            one["cancelled"] = True
        elif what == "reopened":
            one.update(closed=False, cancelled=False, reopened=True, disposition=None)
        elif what in ("merged", "merge_undone"):
            one["merged"] = what == "merged"
        elif what == "deadline_missed":
            one["missed"].add(payload["kind"])
        elif what in ("assignment_noted", "assignment_taken_over"):
            one["dispatched"] = True
            if payload["kind"] == "police_post":
                one["sent"][payload["assignment_id"]] = payload["unit_id"]
        if what == "arrival_noted" or (what == "assignment_taken_over" and payload.get("arrived_at")):
            one["arrived"] = True
            if payload["assignment_id"] in one["sent"]:
                one["posts_arrived"].add(one["sent"][payload["assignment_id"]])

    def read_instruction(self, what, stream, payload, recorded):
        if what == "issued":
            self.instructions[stream] = {"where": payload["where"], "ended": set()}
        one, week = self.instructions[stream], self.rules.week_of(recorded)
        stage = {"signed": "sign", "passed_on": "pass_on", "answered": "reply"}.get(what)
        if what == "deadline_missed":
            stage = payload["kind"]
        if stage is not None and stage not in one["ended"]:
            one["ended"].add(stage)
            self.stages.append((week, stream, one["where"], stage, what != "deadline_missed"))
        if what == "answered" and week == self.week:
            self.answered[stream] = one["where"]
        if what == "answer_returned" and week == self.week:
            self.returned[stream] = one["where"]

    def read_errand(self, what, stream, payload, recorded):
        if what == "issued":
            self.errands[stream] = {**payload, "told": False, "over": False}
        one, week = self.errands[stream], self.rules.week_of(recorded)
        if one["over"]:
            return
        if what in ("answered", "deadline_missed"):
            if not one["told"]:
                self.stages.append((week, stream, one["where"], "errand", what == "answered"))
            one["told"] = True
        if what == "answered":
            self.work.append((week, stream, one["where"], one["department"], one["minutes"]))
        one["over"] = what in ("answered", "withdrawn", "lapsed")

    def read_matter(self, what, stream, payload, recorded):
        one = self.matters.setdefault(stream, {"counts": True, "incidents": set()})
        if what == "suggested":
            one["incidents"] |= {report["incident_id"] for report in payload["reports"]}
        elif what == "report_added":
            one["incidents"].add(payload["report"]["incident_id"])
        elif what in ("rejected", "decision_undone"):
            one["counts"] = what == "decision_undone"
        elif what == "report_taken_out":
            one["incidents"].discard(payload["incident_id"])
        elif what == "split":
            one["incidents"] -= {report["incident_id"] for report in payload["reports"]}

    def read_post(self, what, stream, payload, recorded):
        if what == "created":
            self.posts[stream] = payload
        elif what == "duty_begun":
            self.on_duty[stream, payload["account_id"]] = instant(payload["began_at"])
        elif what == "duty_ended" and (stream, payload["account_id"]) in self.on_duty:
            since = self.on_duty.pop((stream, payload["account_id"]))
            self.duties.append((payload["account_id"], stream, since, instant(payload["ended_at"])))

    # --- the figures

    def figures(self):
        """{(unit, figure): [numerator, denominator]}: of stations, police posts, what has no station."""
        self.counts = defaultdict(lambda: [0, 0])
        for call in self.calls.values():
            if call["week"] == self.week:
                self.count_call(call)
        repeated = set().union(*(one["incidents"] for one in self.matters.values() if one["counts"]), set())
        for stream, incident in self.incidents.items():
            if incident["week"] == self.week and not incident["merged"]:
                self.count_incident(stream, incident, stream in repeated)
        self.count_work()
        self.count_duty()
        return self.counts

    def unit_at(self, where):
        unit = unit_of(where)
        return unit if unit in self.stations else district_of(where) + "#unplaced"

    def each(self, unit, measure, numerator, denominator, counts=lambda rule: True):
        for rule in self.rules.bulletin["figures"]:
            if rule["measure"] == measure and counts(rule):
                self.counts[unit, rule["code"]][0] += numerator
                self.counts[unit, rule["code"]][1] += denominator

    def count_call(self, call):
        unit = self.unit_at(call["where"])

        def came_so(rule):
            return not rule.get("channels") or call["channel"] in rule["channels"]
        self.each(unit, "reports_received", 1, 1, came_so)
        self.each(unit, "reports_entered", int(call["decided"]), 1, came_so)

    def count_incident(self, stream, one, repeated):
        self.count_incident_at(self.unit_at(one["where"]), one, repeated, one["dispatched"], one["arrived"])
        for post in set(one["sent"].values()):
            if post in self.police_posts:
                self.count_incident_at(post, one, repeated, True, post in one["posts_arrived"])

    def count_incident_at(self, unit, one, repeated, sent, arrived):
        def of_class(rule):
            classes = rule.get("classes")
            return not classes or one["class"] in classes or one["class"].split(".")[0] in classes
        self.each(unit, "incidents", 1, 1, of_class)
        self.each(unit, "incidents_finished", int(one["closed"] or one["cancelled"]), 1, of_class)
        self.each(unit, "incidents_repeated", int(repeated), 1, of_class)
        if sent or "dispatch" in one["missed"]:
            self.each(unit, "dispatched_in_time", int(sent and "dispatch" not in one["missed"]), 1, of_class)
        if arrived or "arrive" in one["missed"]:
            self.each(unit, "arrived_in_time", int(arrived and "arrive" not in one["missed"]), 1, of_class)
        if one["ever_closed"]:
            self.each(unit, "incidents_sound", int(not one["reopened"]), 1, of_class)
        for rule in self.rules.bulletin["figures"]:
            if not of_class(rule):
                continue
            if rule["measure"] == "incidents_ended_so" and not one["cancelled"]:
                ended_so = one["closed"] and one["disposition"] in rule["dispositions"]
                self.each(unit, rule["measure"], int(ended_so), 1, lambda other, own=rule: other is own)
            if rule["measure"] == "callers_satisfied" and one["rating"]:
                satisfied = one["rating"] >= rule["rating_from"]
                self.each(unit, rule["measure"], int(satisfied), 1, lambda other, own=rule: other is own)

    def count_work(self):
        for week, _, where, stage, in_time in self.stages:
            if week != self.week:
                continue
            measure = "errands_in_time" if stage == "errand" else "instructions_in_time"
            self.each(self.unit_at(where), measure, int(in_time), 1,
                      lambda rule, stage=stage: stage == "errand" or rule["stage"] == stage)
        for stream, where in {**self.answered, **self.returned}.items():
            self.each(self.unit_at(where), "answers_returned", int(stream in self.returned), 1)
        self.burden = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for week, _, where, department, spent in self.work:
            if week != self.week:
                continue
            self.each(self.unit_at(where), "burden_minutes", spent, 0)
            burden = self.burden[district_of(where)][department]
            burden[0] += 1
            burden[1] += spent

    def count_duty(self):
        begins, ends = self.rules.begins(self.week), self.rules.begins(self.week + 1)
        running = [(account, post, since, ends) for (post, account), since in self.on_duty.items()]
        there, elsewhere, post_of = defaultdict(list), defaultdict(list), {}
        for account, post, since, until in self.duties + running:
            since, until = max(since, begins), min(until, ends)
            if until <= since or post not in self.posts:
                continue
            if self.posts[post]["role"] in self.rules.bulletin["in_community"]["roles"]:
                there[account].append((since, until))
                post_of[account] = min(post, post_of.get(account, post))
            else:
                elsewhere[account].append((since, until))
        for account, post in post_of.items():
            whole = minutes(length_of(there[account] + elsewhere[account]))
            spent = sum(work[2] for work in self.forbidden if work[:2] == (self.week, account))
            inside = max(0, whole - minutes(length_of(elsewhere[account])) - spent)
            self.each(self.unit_at(self.posts[post]["where"]), "in_community", inside, whole)


def differences(rules, records, opened, drafted):
    """In words: what the draft has and the recount has not, to the last record."""
    week = rules.week_of(instant(opened["begins"]))
    recount = Recount(rules, week)
    for record in records:
        if not recount.read(record):
            break
    counts = recount.figures()
    wrong, compared = [], 0
    if drafted["counted_to"] != recount.last_position:
        wrong.append(f"counted to {drafted['counted_to']}, the log has {recount.last_position} until then")
    district = opened["where"]["district"] or opened["where"]["city"]
    sums = defaultdict(lambda: [0, 0])
    for row in drafted["rows"]:
        for value in row["figures"]:
            mine = counts[row["unit"], value["code"]]
            if row["kind"] in ("station", "unplaced"):
                for side in (0, 1):
                    sums[value["code"]][side] += mine[side]
            if row["kind"] != "district":
                compared += 1
                wrong += differ(f"{row['unit']} {value['code']}", value, mine)
    known = {row["unit"] for row in drafted["rows"]}
    for station, where in recount.stations.items():
        if district_of(where) == district and station not in known:
            wrong.append(f"{station} is missing")
    for value in next(row for row in drafted["rows"] if row["kind"] == "district")["figures"]:
        compared += 1
        wrong += differ(f"{district} {value['code']}", value, sums[value["code"]])
    burden = {one["department"]: [one["errands"], one["minutes"]] for one in drafted["burden"]}
    if burden != recount.burden[district]:
        wrong.append(f"burden {burden}, the log has {dict(recount.burden[district])}")
    return wrong, compared


def differ(what, value, mine):
    expected = (mine[0], mine[1] if value.get("denominator") is not None else None)
    has = (value["numerator"], value.get("denominator"))
    return [] if has == expected else [f"{what}: the bulletin has {has}, the log has {expected}"]


def main(arguments):
    if len(arguments) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    rules = Rules(arguments[0])
    with open(arguments[1], encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    opened = {one["stream"]: one["payload"] for one in records if one["wire"] == "bulletin.opened.v1"}
    drafted = {one["stream"]: one["payload"] for one in records if one["wire"] == "bulletin.drafted.v1"}
    asked = arguments[2:] or sorted(drafted)
    if not asked or any(one not in drafted for one in asked):
        print("no such draft in the log", file=sys.stderr)
        return 2
    wrong, compared = [], 0
    for bulletin in asked:
        words, figures = differences(rules, records, opened[bulletin], drafted[bulletin])
        wrong += [f"{bulletin}: {one}" for one in words]
        compared += figures
    for line in wrong:
        print(line)
    print(f"{len(asked)} bulletins, {compared} figures compared, {len(wrong)} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
