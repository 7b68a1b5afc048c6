#!/usr/bin/env python3
"""No SQL that is put together: a statement is a literal of the program, values are bound to ?.

In C++, what a database is given as SQL is the text() of a Literal (src/base/literal.hpp), which no text that
was made at run time can become; and a literal that is SQL stands beside no +, <<, append or format. In
Python, what execute(), executemany() and executescript() are given is a literal, neither formatted nor added
to. In JavaScript no template that is SQL has a ${value} in it.
"""
import ast
import re

import sources
from sources import Finding

INSTEAD = "SQL is one literal, values are bound to ?"
FOLDERS = ("src", "tests", "bench", "tools", "fuzz", "web")
TAKES_SQL = re.compile(r"\b(?:sqlite3_(?:prepare\w*|exec|get_table)"
                       r"|PQ(?:exec|prepare|sendQuery|sendPrepare)\w*)\s*\(")
SQL = re.compile(r"\s*(?:SELECT\b.*\bFROM\b|INSERT\s+(?:OR\s+\w+\s+)?INTO\b|UPDATE\s+\w+\s+SET\b"
                 r"|DELETE\s+FROM\b|"
                 r"(?:CREATE|DROP|ALTER)\s+(?:TEMP\w*\s+|UNIQUE\s+)?(?:TABLE|INDEX|VIEW|TRIGGER)\b|PRAGMA\b|"
                 r"ATTACH\b|VACUUM\b)", re.IGNORECASE | re.DOTALL)
ONE_TEXT = r'(?:R"(?:\w*)\(.*?\)\w*"|"(?:[^"\\\n]|\\.)*")'
TEXTS = re.compile(rf"{ONE_TEXT}(?:\s*{ONE_TEXT})*", re.DOTALL)
PIECE_BEFORE = re.compile(r"(?:\+=?|<<|append\s*\(|format(?:_to)?\s*\((?:[^();]*,)?|printf\s*\((?:[^();]*,)?|"
                          r"\bstring(?:_view)?\s*(?:\w+\s*)?[({=])\s*$")
PIECE_AFTER = re.compile(r"\s*(?:\+|<<|s\b)")
TEMPLATE = re.compile(r"`((?:[^`\\]|\\.)*)`", re.DOTALL)
EXECUTES = {"execute", "executemany", "executescript"}


def call_arguments(code, start):
    """What stands in the bracket that was opened right before `start`."""
    depth = 1
    for found in re.finditer(rf"{ONE_TEXT}|[()]", code[start:], re.DOTALL):
        depth += {"(": 1, ")": -1}.get(found.group(0), 0)
        if depth == 0:
            return code[start:start + found.start()]
    return code[start:]


def check_cpp(shown, text):
    findings = []
    code = sources.without_comments(text)
    literals = set(re.findall(r"\bLiteral\s+(\w+)\b", code))

    def flag(at, words):
        findings.append(Finding(shown, sources.line_of(code, at), f"{words}: {INSTEAD}"))

    for found in TAKES_SQL.finditer(code):
        given = re.findall(r"\b(\w+)\.text\(\)", call_arguments(code, found.end()))
        if len(given) != 1 or given[0] not in literals:
            flag(found.start(), "a database is given SQL that is not the text() of a Literal")
    for found in TEXTS.finditer(code):
        if not SQL.match(re.sub(r'^(?:R"\w*\(|")', "", found.group(0))):
            continue
        before, after = code[max(0, found.start() - 100):found.start()], code[found.end():found.end() + 20]
        if PIECE_BEFORE.search(before) or PIECE_AFTER.match(after):
            flag(found.start(), "SQL put together from pieces")
    return findings


def is_literal(node):
    """Whether a Python expression is one text of the program: a literal, or a name in capitals for one."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    return isinstance(node, ast.Name) and node.id.isupper()


def check_python(shown, text):
    findings = []
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in EXECUTES and node.args and not is_literal(node.args[0]):
            findings.append(Finding(shown, node.lineno,
                                    f"{node.func.attr}() of what is no literal: {INSTEAD}"))
    return findings


def check_script(shown, text):
    return [Finding(shown, sources.line_of(text, found.start()), f"SQL with a value in it: {INSTEAD}")
            for found in TEMPLATE.finditer(text)
            if SQL.match(found.group(1)) and re.search(r"(?<!\\)\$\{", found.group(1))]


CHECKS = {".cpp": check_cpp, ".hpp": check_cpp, ".py": check_python,
          ".mjs": check_script, ".js": check_script, ".ts": check_script, ".vue": check_script}
NOT_OURS = {"node_modules", "dist", "build", "__pycache__", ".cache"}


def run(arguments):
    root = arguments.root.resolve()
    findings, count = [], 0
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root).parts
            if path.suffix not in CHECKS or NOT_OURS & set(inside) or not path.is_file():
                continue
            count += 1
            findings += CHECKS[path.suffix](sources.relative(root, path), sources.read(path))
    return findings, f"{count} files" if count else ""


if __name__ == "__main__":
    sources.main("check_sql", __doc__, run)
