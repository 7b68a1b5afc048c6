#!/usr/bin/env python3
"""Which room may include which. This table is the plan of the house; ARCHITECTURE.md tells it in prose.

An #include may point into its own room, or to what its room's row names, and to nothing else. So the includes
point only down, a module knows of another module only its facts, and the business sees neither files, sockets
nor the clock.
"""
import fnmatch
import re

import sources
from sources import Finding

# room: (what it may include beside itself, why)
ROOMS = {
    "base": ([], "what C++ lacks; knows nothing of us"),
    "codec": (["base"], "turns any described struct into text; knows no particular one"),
    "telemetry": (["base"], "the calls for logs and figures; their sinks are adapters"),
    "terms": (["base"], "nouns that two or more modules share; no behaviour"),
    "kernel": (["base", "codec", "terms"], "the contract of a module; module_of.hpp makes its JSON"),
    "domain": (["base", "terms", "kernel", "domain/*/events.hpp"],
               "the business: pure, and of another module it may know what happened, nothing else"),
    "planning": (["base", "terms"], "pure algorithms that advise; whoever asks them holds the state"),
    "access": (["base", "terms", "kernel"],
               "one pure may(): who, what, where, for which purpose"),
    "ports": (["base", "terms", "kernel"], "what Anlan asks of the world, as interfaces"),
    "engine": (["base", "codec", "terms", "kernel", "access", "ports", "telemetry"],
               "the write path; sees modules as kernel::Module only, so a new module cannot disturb it"),
    "views": (["base", "codec", "terms", "kernel", "ports", "telemetry", "planning",
               "domain/*/events.hpp", "domain/*/*rules.hpp"],
              "projections over facts of several modules, with the figures of their rulebook sections; the "
              "boards that advise ask planning"),
    "stream": (["base", "codec", "terms", "kernel", "access", "ports", "views", "telemetry"],
               "the live feed; reads what views publish"),
    "api": (["base", "codec", "terms", "kernel", "access", "ports", "views", "stream", "telemetry",
             "engine/submit.hpp"],
            "the meaning of HTTP without sockets; of the engine it knows the door only"),
    "adapters": (["base", "codec", "terms", "kernel", "ports", "telemetry"],
                 "the world's libraries behind ports; one adapter never includes another"),
    "sim": (["base", "codec", "telemetry", "terms", "kernel", "domain", "planning", "access", "ports",
             "engine", "views", "stream", "api", "adapters/memory", "adapters/system/system_clock.hpp"],
            "runs everything on a simulated machine: of the adapters the one in memory, and the product's "
            "clock, whose time it makes"),
    "app": (["base", "codec", "telemetry", "terms", "kernel", "domain", "planning", "access", "ports",
             "engine", "views", "stream", "api", "adapters", "sim"],
            "puts the program together; holds no logic"),
}

# file pattern: (what it may include beside its room's row, why)
FILES = {
    "domain/*/module.cpp": (["codec"], "fills the module's table, where JSON is made"),
    "domain/*/views.cpp": (["codec"], "answers queries, which are JSON"),
    "domain/*/*_workload.cpp": (["sim"], "is the simulator's, kept beside the module it drives"),
    "*_workload.cpp": (["sim", "domain"], "belongs to the simulator"),
    "engine/*_test.cpp": (["adapters/memory"], "the in-memory log is the engine's test double"),
    "views/*_test.cpp": (["adapters/memory", "engine"], "views are tested on what the engine publishes"),
    "stream/*_test.cpp": (["adapters/memory", "engine"], "the feed is tested behind a running engine"),
    "api/*_test.cpp": (["adapters/memory", "engine"], "the routes are tested on a running engine"),
    "sim/*_test.cpp": (["adapters/rulebook"], "the demo city and the replay are tested under real rules"),
    "sim/*test_support.hpp": (["adapters/rulebook"], "the simulated city is tested under real rules"),
    "adapters/*_test.cpp": (["adapters"], "one contract test runs over several adapters"),
    "domain/*/*_test.cpp": (["codec"], "golden files are JSON"),
}

# Tests and what only tests include.
TESTS = ["*_test.cpp", "*test_support.hpp", "*/test_*.hpp", "*/testing/*", "ports/contract/*"]

# Headers that only some files may include: (pattern of the header, where, why)
SPECIAL = [
    ("kernel/module_of.hpp", ["domain/*/module.cpp", "kernel/*"] + TESTS,
     "it instantiates the JSON of every command: seconds of compile time in each file that includes it"),
]

# The facts of a module are read by others for ever, so they lean on almost nothing.
EVENTS_MAY = ["base", "terms", "kernel/obligation.hpp"]

PURE = ("base", "codec", "terms", "kernel", "domain", "planning", "access")
EDGE = ("adapters", "app")

# Third-party headers: (header pattern, where, why). `where` are rooms or file patterns; the first row whose
# header matches decides. A header in no row is refused, so that a dependency is a decision.
THIRD_PARTY = [
    ("boost/describe.hpp", ["*"], "names of members and enumerators; compile time only"),
    ("boost/describe/*", ["*"], "the same"),
    ("boost/mp11*", ["codec", "kernel"], "walks Boost.Describe's lists"),
    ("boost/json*", ["codec", "kernel/record.cpp"], "JSON stays behind codec: it costs seconds a file"),
    ("openssl/evp.h", ["codec", "kernel/record.cpp", "adapters", "app"], "SHA-256 of the hash chain"),
    ("openssl/sha.h", ["codec", "kernel/record.cpp", "adapters", "app"], "the same"),
    ("openssl/*", ["adapters", "app"], "TLS is the world's"),
    ("boost/asio*", ["adapters", "app"], "sockets and timers are the world's"),
    ("boost/beast*", ["adapters", "app"], "the HTTP parser"),
    ("fmt/*", ["*"], "text formatting; pure"),
    ("sqlite3.h", ["adapters", "app"], "storage"),
    ("sodium*", ["adapters", "app"], "passwords, and the keys of records"),
    ("zlib.h", ["adapters/http", "adapters/papers/papers_test.cpp"],
     "compressing the pages that are made for one reader"),
    ("curl/*", ["adapters/oidc"], "asking the sign-on provider over TLS that is checked"),
    ("fido.h", ["adapters/identity"], "passkeys: whether an authenticator signed what we asked"),
    ("fido/*", ["adapters/identity"], "the same"),
    ("osmium/*", ["adapters/roads"], "OpenStreetMap extracts"),
    ("pango/*", ["adapters/papers"], "lines of a document, Han characters among them"),
    ("cairo*", ["adapters/papers"], "PDF"),
    ("xlsxwriter.h", ["adapters/papers"], "workbooks"),
    ("CLI/*", ["app"], "the command line"),
    ("toml++/*", ["adapters", "app"], "rulebook files"),
    ("gtest/*", TESTS, "tests"),
    ("gmock/*", TESTS, "tests"),
    ("rapidcheck*", TESTS, "tests"),
]

# The standard library's own ambient state, refused in pure rooms before check_purity sees it in the objects.
IMPURE_STANDARD = {"thread", "mutex", "shared_mutex", "condition_variable", "future", "fstream", "iostream",
                   "filesystem", "random", "syncstream"}
C_STANDARD = {"assert.h", "ctype.h", "errno.h", "float.h", "inttypes.h", "limits.h", "math.h", "stddef.h",
              "stdint.h", "stdio.h", "stdlib.h", "string.h", "time.h"}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)', re.MULTILINE)


def is_test(path):
    return any_match(path, TESTS)


def any_match(path, patterns):
    """Whether `path` ("domain/unit/unit.cpp") is in one of the rooms or matches one of the patterns."""
    for pattern in patterns:
        if pattern == "*" or path.startswith(pattern + "/") or fnmatch.fnmatch(path, pattern):
            return True
    return False


def part_of(path):
    """The smallest unit that may include freely within itself: a module, an adapter, or a whole room."""
    pieces = path.split("/")
    return "/".join(pieces[:2]) if pieces[0] in ("domain", "adapters") and len(pieces) > 2 else pieces[0]


def allowed(path):
    room = path.split("/")[0]
    patterns = list(ROOMS[room][0])
    for pattern, (more, _) in FILES.items():
        if fnmatch.fnmatch(path, pattern):
            patterns += more
    return patterns


def check_own(path, target):
    """Why the file at `path` may not include our header `target`, or None."""
    room = path.split("/")[0]
    for pattern, where, why in SPECIAL:
        if fnmatch.fnmatch(target, pattern) and not any_match(path, where):
            return f"{target} may be included only by {', '.join(where)}: {why}"
    if fnmatch.fnmatch(path, "domain/*/events.hpp"):
        if any_match(target, EVENTS_MAY):
            return None
        return f"events.hpp may include only {', '.join(EVENTS_MAY)}, not {target}: others read it for ever"
    if part_of(target) == part_of(path) or any_match(target, allowed(path)):
        return None
    if room == "domain" and target.startswith("domain/"):
        return f"of another module only events.hpp may be included, not {target}"
    if room == "adapters" and target.startswith("adapters/"):
        return f"one adapter never includes another ({target}): give the shared part to a port or to base"
    may = ", ".join(allowed(path)) or "nothing of ours"
    return f"{room}/ may include {may}, not {target}: {ROOMS[room][1]}"


def check_third(path, header):
    """Why the file at `path` may not include the header <header>, or None."""
    room = path.split("/")[0]
    if "/" not in header and "." not in header:
        if header in IMPURE_STANDARD and room in PURE and not is_test(path):
            return f"<{header}> in the pure room {room}/: it reaches what a decision may not know"
        return None
    if header in C_STANDARD:
        return None
    for pattern, where, why in THIRD_PARTY:
        if fnmatch.fnmatch(header, pattern):
            if any_match(path, where):
                return None
            return f"<{header}> belongs to {', '.join(where)} ({why})"
    if header.endswith(".h") and not header.startswith("boost/"):
        # The operating system's headers: anything that is in no row above.
        if room in EDGE or is_test(path):
            return None
        return f"<{header}> is the operating system's: only {', '.join(EDGE)} may include it"
    return f"<{header}> is in no row of THIRD_PARTY in tools/check_layers.py: a new dependency is a decision"


def placed(path):
    """Why the file is in no place of the house, or None."""
    pieces = path.split("/")
    if len(pieces) < 2 or pieces[0] not in ROOMS:
        return f"is in no known room: src/ holds {', '.join(ROOMS)}"
    if pieces[0] == "domain" and len(pieces) == 2:
        return "is in no module: domain/ holds one folder a module"
    if pieces[0] == "adapters" and len(pieces) == 2 and not is_test(path):
        return "is in no adapter: adapters/ holds one folder an adapter"
    return None


def check_file(root, file):
    path = sources.relative(root / "src", file)
    shown = sources.relative(root, file)
    misplaced = placed(path)
    if misplaced:
        return [Finding(shown, 1, misplaced)]
    findings = []
    text = sources.without_comments(sources.read(file))
    for match in INCLUDE.finditer(text):
        ours, theirs = match.groups()
        line = sources.line_of(text, match.start(1) if ours else match.start(2))
        if ours and not (root / "src" / ours).exists():
            why = f'"{ours}" is no file of src/: ours are written from src/, others in <>'
        elif ours:
            why = check_own(path, ours)
        elif (root / "src" / theirs).exists():
            why = f'<{theirs}> is ours: write it in ""'
        else:
            why = check_third(path, theirs)
        if why:
            findings.append(Finding(shown, line, why))
    return findings


def run(arguments):
    root = arguments.root.resolve()
    files = sources.cpp_files(root, "src")
    findings = [finding for file in files for finding in check_file(root, file)]
    return findings, f"{len(files)} files in {len(ROOMS)} rooms" if files else ""


if __name__ == "__main__":
    sources.main("layers", __doc__, run)
