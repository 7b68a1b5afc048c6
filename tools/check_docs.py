#!/usr/bin/env python3
"""The documents name only what exists.

In README.md, ARCHITECTURE.md, CONTRIBUTING.md and docs/: `./dev` commands are in dev's help, `anlan`
subcommands and their --options in the program's own --help (if it is built), relative links resolve, and the
paths in ARCHITECTURE's "Where to look" table are there. In a path `<module>` stands for any one name.
"""
import functools
import pathlib
import re
import subprocess

import sources
from sources import Finding

DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/**/*.md")
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
DEV = re.compile(r"(?:^|[\s`(])\./dev ([a-z]+)\b")
# `anlan` at the beginning of a command, with what follows on its line.
ANLAN = re.compile(r"(?m)(?:^\s*(?:\$ )?|`|&& )(?:build/release/)?anlan ([a-z][a-z-]*)\b([^\n`|;&]*)")


def documents(root):
    return [path for pattern in DOCUMENTS for path in sorted(root.glob(pattern)) if path.is_file()]


def dev_commands(root):
    listed = (root / "dev").read_text("utf-8") if (root / "dev").is_file() else ""
    return set(re.findall(r"(?m)^\./dev ([a-z]+)", listed)) | {"help"}


@functools.cache
def help_of(binary, *subcommand):
    """What the program says of itself, or None if it does not know the subcommand."""
    ended = subprocess.run([binary, *subcommand, "--help"], stdin=subprocess.DEVNULL, capture_output=True,
                           text=True, timeout=20)
    return ended.stdout if ended.returncode == 0 else None


def check_links(root, path, text):
    findings = []
    for found in LINK.finditer(text):
        target = found.group(1).split("#")[0]
        if re.match(r"[a-z]+:", found.group(1)) or not target:
            continue
        if not (path.parent / target).exists():
            findings.append(Finding(sources.relative(root, path), sources.line_of(text, found.start()),
                                    f"links to {target}, which is not there"))
    return findings


def check_commands(root, path, text, binary):
    shown, findings = sources.relative(root, path), []
    for code in CODE.finditer(text):
        for found in DEV.finditer(code.group(0)):
            if found.group(1) not in dev_commands(root):
                findings.append(Finding(shown, sources.line_of(text, code.start() + found.start(1)),
                                        f"./dev {found.group(1)} is no command of ./dev"))
        if binary is None:
            continue
        for found in ANLAN.finditer(code.group(0)):
            why = check_call(binary, found.group(1), found.group(2))
            if why:
                findings.append(Finding(shown, sources.line_of(text, code.start() + found.start(1)), why))
    return findings


def check_call(binary, subcommand, rest):
    """Why `anlan subcommand rest` cannot be called so, or None."""
    said = help_of(binary, subcommand)
    if said is None:
        return f"anlan {subcommand} is no command of anlan"
    inner = re.match(r"\s+([a-z][a-z-]*)", rest)
    if inner:
        said += help_of(binary, subcommand, inner.group(1)) or ""
    for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest):
        if not re.search(re.escape(option) + r"(?![\w-])", said):
            return f"anlan {subcommand} has no option {option}"
    return None


def check_where_to_look(root, path, text):
    section = re.search(r"(?ms)^#+ Where to look\n(.*?)(?=^#|\Z)", text)
    if not section:
        return [Finding(sources.relative(root, path), 1, 'has no section "Where to look"')]
    findings = []
    rows = [line for line in section.group(1).splitlines() if line.startswith("|")]
    for row in rows:
        for cell in row.split("|")[2:]:
            for place in re.findall(r"`([\w./<>*-]*/[\w./<>*-]*)`", cell):
                if not any(root.glob(re.sub(r"<\w+>", "*", place).rstrip("/"))):
                    line = sources.line_of(text, text.index(row))
                    findings.append(Finding(sources.relative(root, path), line,
                                            f"points to {place}, which is not there"))
    return findings


def run(arguments):
    root = arguments.root.resolve()
    binary = arguments.build / "anlan"
    binary = str(binary) if binary.exists() else None
    findings, found = [], documents(root)
    for path in found:
        text = sources.read(path)
        findings += check_links(root, path, text) + check_commands(root, path, text, binary)
        if path.name == "ARCHITECTURE.md":
            findings += check_where_to_look(root, path, text)
    how = "with the program's own help" if binary else "anlan is not built, so its commands were not compared"
    return findings, f"{len(found)} documents, {how}" if found else ""


if __name__ == "__main__":
    sources.main("docs", __doc__, run, sources.BUILD)
