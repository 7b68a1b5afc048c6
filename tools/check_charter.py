#!/usr/bin/env python3
"""The charter, proved: Anlan has no place to keep a biometric, a track or a score of a person.

Looks at every name under which something could be kept or asked for: described structs and enums, SQL tables
and columns, routes and query parameters, rulebook keys; with --openapi at the schemas of the running program.
A name is split into its words (`faceImageId`, `face_image_id` and `face-image-id` are the words face, image,
id), so `surface` is no face. The charter itself: docs/charter.md.
"""
import json
import pathlib
import re
import tomllib

import sources
from sources import Finding

# words that stand together in a name: why they may not
BANNED = {
    "biometric biometrics biometry": "a biometric: never stored, extracted or matched",
    "face faces facial faceprint face_id mugshot": "a biometric of the face",
    "fingerprint fingerprints palmprint palm_print finger_print": "a biometric of the hand",
    "iris retina": "a biometric of the eye",
    "gait": "a biometric of the walk",
    "voiceprint voice_print": "a biometric of the voice",
    "dna genome genotype": "a biometric of the body",
    "track tracks tracking tracker trajectory trajectories": "a track: nobody is followed",
    "location_history position_history movement_history movements whereabouts": "a track kept as history",
    "plate_history vehicle_history phone_history imsi imei mac_address": "a track of a vehicle or a phone",
    "score scores scoring": "a score; patterns are about matters, places and times",
    "risk_level risk_rating risk_person person_risk": "a score of a person",
    "person_rank person_rating reputation suspicion": "a score of a person",
    "credit_score social_credit credit_rating": "a score of a person",
    "high_risk dangerousness recidivism predicted_offender": "a prediction about a person",
    "watchlist watch_list blacklist black_list": "a list of persons",
    "person_of_interest persons_of_interest": "a list of persons",
    "resident residents household households hukou population_register": "a register of residents",
    "ethnicity ethnic nationality religion religious race political": "what no duty here asks of a person",
    "sexual_orientation": "what no duty here asks of a person",
}
BANNED_CHINESE = {
    "人脸": "a biometric", "指纹": "a biometric", "掌纹": "a biometric", "虹膜": "a biometric", "步态": "a biometric",
    "声纹": "a biometric", "基因": "a biometric", "轨迹": "a track", "行踪": "a track", "评分": "a score",
    "积分": "a score", "信用分": "a score", "风险人员": "a list of persons", "重点人员": "a list of persons",
    "黑名单": "a list of persons", "常住人口": "a register of residents", "民族": "not asked of a person",
    "宗教": "not asked of a person",
}

# (exact name, file pattern by its beginning, why it is not about a person)
ALLOWED = [
    ("score", "src/planning/", "of a unit for an incident, or of a place name for a text: not of a person"),
    ("scores", "src/planning/", "the same, of several"),
    ("process_resident_memory_bytes", "src/", "Prometheus' own name for a process's memory"),
]

DESCRIBED = re.compile(r"\bBOOST_DESCRIBE_(?:STRUCT|CLASS)\s*\(")
ENUMERATED = re.compile(r"\bBOOST_DEFINE_(?:FIXED_)?ENUM(?:_CLASS)?\s*\(")
TABLE = re.compile(r"\b(?:CREATE\s+(?:VIRTUAL\s+)?TABLE|ALTER\s+TABLE|CREATE\s+(?:UNIQUE\s+)?INDEX)\b",
                   re.IGNORECASE)
ROUTE = re.compile(r"^/(?:v\d+/)?[A-Za-z_][\w/{}.-]*(?:\?.*)?$")

PHRASES = [(tuple(phrase.split("_")), why) for phrases, why in BANNED.items() for phrase in phrases.split()]


def words_of(name):
    """faceImageID -> face image id."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", spaced)
    return [word for word in re.split(r"[^A-Za-z0-9]+", spaced.lower()) if word]


def broken_by(name):
    """Why the name breaks the charter, or None."""
    words = words_of(name)
    for phrase, why in PHRASES:
        size = len(phrase)
        if any(tuple(words[i:i + size]) == phrase for i in range(len(words) - size + 1)):
            return why
    for chinese, why in BANNED_CHINESE.items():
        if chinese in name:
            return why
    return None


def allowed(name, shown):
    return any(name == exact and shown.startswith(where) for exact, where, _ in ALLOWED)


def judge(shown, line, names, what):
    return [Finding(shown, line, f"{what} {name!r}: {broken_by(name)} (docs/charter.md)")
            for name in names if broken_by(name) and not allowed(name, shown)]


def macro_arguments(text, opening):
    """The text between the parenthesis at `opening` and its partner."""
    depth = 0
    for i in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if depth == 0:
            return text[opening + 1:i]
    return text[opening + 1:]


def check_cpp(root, file):
    shown = sources.relative(root, file)
    raw = sources.read(file)
    code = sources.blank(raw)
    findings = []
    for pattern, what in ((DESCRIBED, "described member"), (ENUMERATED, "enumerator")):
        for match in pattern.finditer(code):
            names = re.findall(r"[A-Za-z_]\w*", macro_arguments(code, match.end() - 1))
            findings += judge(shown, sources.line_of(code, match.start()), names, what)
    for line, literal in sources.string_literals(raw):
        findings += check_literal(shown, line, literal)
    return findings


def check_literal(shown, line, literal):
    if TABLE.search(literal):
        return judge(shown, line, re.findall(r"[A-Za-z_]\w*", literal), "table or column")
    if ROUTE.match(literal):
        return judge(shown, line, [piece for piece in re.split(r"[/{}?&=]", literal) if piece], "route")
    # A bare word in quotes is a key: of JSON, of a facet, of a parameter, of a column.
    if re.fullmatch(r"[A-Za-z_][\w.-]{1,60}", literal):
        return judge(shown, line, [literal], "key")
    return []


def check_sql(root, file):
    text = re.sub(r"--[^\n]*", "", sources.read(file))
    return [finding for number, line in enumerate(text.splitlines(), 1)
            for finding in judge(sources.relative(root, file), number, re.findall(r"[A-Za-z_]\w*", line),
                                 "table or column")]


def keys_of(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


def check_toml(root, file):
    shown = sources.relative(root, file)
    text = sources.read(file)
    try:
        keys = sorted(set(keys_of(tomllib.loads(text))))
    except tomllib.TOMLDecodeError as error:
        return [Finding(shown, 1, f"is no TOML: {error}")]
    findings = []
    for key in keys:
        found = re.search(r"(?m)^.*\b" + re.escape(key) + r"\b", text)
        findings += judge(shown, sources.line_of(text, found.start()) if found else 1, [key], "rulebook key")
    return findings


def schema_names(node, path=""):
    """(path, name) of each property, parameter, route piece, enumerator and schema of an OpenAPI document."""
    if isinstance(node, list):
        for index, inner in enumerate(node):
            yield from schema_names(inner, f"{path}/{index}")
        return
    if not isinstance(node, dict):
        return
    for key, inner in node.items():
        below = f"{path}/{key}"
        if key in ("properties", "schemas", "paths", "parameters") and isinstance(inner, dict):
            yield from ((below, name) for name in inner)
        if key == "name" and isinstance(inner, str):
            yield below, inner
        if key == "enum" and isinstance(inner, list):
            yield from ((below, name) for name in inner if isinstance(name, str))
        yield from schema_names(inner, below)


def check_openapi(file):
    names = list(schema_names(json.loads(sources.read(file))))
    findings = [Finding(file.name, 1, f"{path}: {name!r}: {broken_by(name)} (docs/charter.md)")
                for path, name in names if broken_by(name)]
    return findings, len(names)


def run(arguments):
    if arguments.openapi:
        findings, count = check_openapi(arguments.openapi)
        return findings, f"{count} names of {arguments.openapi.name}" if count else ""
    root = arguments.root.resolve()
    cpp = [file for file in sources.cpp_files(root, "src") if not file.name.endswith("_test.cpp")]
    sql = sorted((root / "src").rglob("*.sql"))
    toml = sorted((root / "rulebook").rglob("*.toml"))
    findings = [finding for file in cpp for finding in check_cpp(root, file)]
    findings += [finding for file in sql for finding in check_sql(root, file)]
    findings += [finding for file in toml for finding in check_toml(root, file)]
    looked_at = f"{len(cpp)} C++, {len(sql)} SQL, {len(toml)} rulebook files"
    return findings, looked_at if cpp or sql or toml else ""


if __name__ == "__main__":
    sources.main("charter", __doc__, run,
                 {"--openapi": {"type": pathlib.Path, "metavar": "FILE", "help": "look at this instead"}})
