#!/usr/bin/env python3
"""Everything that reads input has a fuzz target with seeds: src/ is held against fuzz/targets.toml.

A reader of input is a class called …Reader, or a function of a header that gives back a Result or an optional
and takes a text, bytes, a stream or a request under a name such as text, bytes, line or request. Each is
named in a target's list `reads`, and by the target's source; or under [elsewhere] with the reason. Rows may
name more than is found here. A row that names nothing any more, a target without seeds, without a table or
without its program, and fewer than ten million executions in all are faults too.
"""
import re
import tomllib

import sources
from sources import Finding

EXECUTIONS_MIN = 10_000_000
SEEDS_MIN = 3
TABLE = "fuzz/targets.toml"

GIVES = r"(?:Result|std::optional)<(?:[^<>;{}()]|<(?:[^<>]|<[^<>]*>)*>)*>"
FUNCTION = re.compile(GIVES + r"\s+(\w+)\s*\(([^;{}]*?)\)\s*(?:const\s*)?(?:noexcept\s*)?"
                              r"(?:override\s*)?(?:=\s*0\s*)?[;{]")
INPUT = re.compile(r"std::istream&|const ports::Request&|"
                   r"(?:std::string_view|const std::string&|std::string|std::span<const std::string>)\s+"
                   r"(?:text|bytes|blob|line|csv|json|toml|hex|packed|sealed|typed|target|server|members|id|"
                   r"header|said|token)\b")
READER = re.compile(r"\bclass (\w*Reader)\b(?=[^;{]*\{)")
WRITES = re.compile(r"write|put_end$")


def readers(root):
    """{"src/…hpp:name": (path, line)} of everything in src/ that reads input."""
    found = {}
    for path in sources.cpp_files(root, "src"):
        if path.suffix != ".hpp" or "test_support" in path.name:
            continue
        shown, code = sources.relative(root, path), sources.blank(sources.read(path))
        for match in READER.finditer(code):
            found.setdefault(f"{shown}:{match.group(1)}", (shown, sources.line_of(code, match.start())))
        for match in FUNCTION.finditer(code):
            name, parameters = match.groups()
            if INPUT.search(parameters) and not WRITES.match(name):
                found.setdefault(f"{shown}:{name}", (shown, sources.line_of(code, match.start(1))))
    return found


def check_row(root, row):
    """What a row of the table names must be declared there."""
    path, _, name = row.partition(":")
    if not (root / path).is_file():
        return [Finding(TABLE, 0, f"{row}: there is no such file")]
    if not re.search(rf"\b{re.escape(name)}\b", sources.blank(sources.read(root / path))):
        return [Finding(TABLE, 0, f"{row}: {path} declares no {name}")]
    return []


def check_target(root, target, row):
    findings = []
    source = root / "fuzz" / f"{target}.cpp"
    if not source.is_file():
        return [Finding(TABLE, 0, f"{target}: there is no fuzz/{target}.cpp")]
    code = sources.blank(sources.read(source))
    for reads in row.get("reads", []):
        findings += check_row(root, reads)
        name = reads.partition(":")[2]
        if not re.search(rf"\b{re.escape(name)}\b", code):
            findings.append(Finding(f"fuzz/{target}.cpp", 1, f"does not use {name}, which it is to read"))
    if not row.get("reads"):
        findings.append(Finding(TABLE, 0, f"{target} reads nothing"))
    seeds = [path for path in (root / "fuzz" / "corpus" / target).glob("*") if path.is_file()]
    if len(seeds) < SEEDS_MIN:
        findings.append(Finding(f"fuzz/corpus/{target}", 0, f"{len(seeds)} seeds, at least {SEEDS_MIN}"))
    return findings


def run(arguments):
    root = arguments.root.resolve()
    path = root / TABLE
    if not path.is_file():
        return [Finding(TABLE, 0, "there is no table of fuzz targets")], ""
    table = tomllib.loads(sources.read(path))
    elsewhere = table.pop("elsewhere", {})
    findings, named = [], set(elsewhere)
    for row, why in elsewhere.items():
        findings += check_row(root, row)
        if not str(why).strip():
            findings.append(Finding(TABLE, 0, f"{row}: without a reason"))
    for target, row in table.items():
        named |= set(row.get("reads", []))
        findings += check_target(root, target, row)
    found = readers(root)
    for reader, (shown, line) in sorted(found.items()):
        if reader not in named:
            findings.append(Finding(shown, line, f"{reader.partition(':')[2]} reads input, and no target of "
                                                 f"{TABLE} reads \"{reader}\""))
    for source in sorted((root / "fuzz").glob("*_fuzz.cpp")):
        if source.stem not in table:
            findings.append(Finding(TABLE, 0, f"fuzz/{source.name} stands in no table"))
    executions = sum(row.get("executions", 0) for row in table.values())
    if executions < EXECUTIONS_MIN:
        findings.append(Finding(TABLE, 0, f"{executions:,} executions in all, at least {EXECUTIONS_MIN:,}"))
    return findings, f"{len(found)} readers, {len(table)} targets, {executions:,} executions"


if __name__ == "__main__":
    sources.main("check_fuzz", __doc__, run)
