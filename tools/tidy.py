#!/usr/bin/env python3
"""What a formatter cannot see: sizes, leftovers, words we do not use, dead headers, modules that lack a part.

Each rule says what to do instead. Files between 400 and 800 lines are printed, not refused, so that they are
seen to grow.
"""
import re

import sources
from sources import Finding

FILE_LINES_GOOD = 400
FILE_LINES_MAX = 800
FUNCTION_LINES_MAX = 70
COLUMNS_MAX = 110

# Folders whose text is ours to keep tidy, and the kinds of files in them.
FOLDERS = ("src", "tools", "tests", "bench", "fuzz", "web", ".ci", "packaging", "rulebook")
KINDS = {".hpp", ".cpp", ".py", ".mjs", ".js", ".ts", ".vue", ".sh", ".toml", ".sql", ".css", ".html", ""}
NOT_OURS = {"node_modules", "dist", "build", "__pycache__", ".cache", "data", "golden", "corpus"}
WIDE = {".toml", ".html", ".vue", ".svg"}  # tables of words and markup may be wider
MAY_BE_WIDE = re.compile(r"https?://|^\s*[\[{'\"].*[一-鿿]")  # addresses; rows of Chinese words

# (pattern, files by pattern, instead). Matched on code without comments and literals.
BANNED = [
    (r"\bstd::(cout|cerr|clog)\b", r"^src/(?!app/)(?!.*_test\.cpp)", "telemetry/, or return the text"),
    (r"(?<![\w:.])(std::)?f?printf\s*\(", r"^src/(?!app/|base/check\.cpp|.*_test\.cpp|.*/test_\w+\.hpp)",
     "fmt, and telemetry/"),
    (r"^\s*using\s+namespace\b", r"(?<!test_support)\.hpp$",
     "name what is used: a header opens its namespaces on everybody"),
    (r"\bsleep_(for|until)\s*\(|(?<![\w:.])u?sleep\s*\(", r"_test\.cpp$",
     "wait for the event itself (a latch, a future): a test that sleeps is slow or flaky"),
    (r"(?<![\w:.])(std::)?s?rand\s*\(", r"^(src|bench|fuzz)/",
     "ports::Random, or a seeded std::mt19937_64 in tests"),
    (r"\bstd::endl\b", r"^(src|bench|fuzz)/", "'\\n'"),
    (r"\bsystem_clock::now\s*\(|\bsteady_clock::now\s*\(", r"^src/(?!adapters/|app/|telemetry/|.*_test\.cpp)",
     "ports::Clock, or take the instant as an argument"),
    (r"\b(const_cast|reinterpret_cast)\s*<", r"^src/(base|terms|kernel|domain|planning|access)/",
     "another design"),
    (r"^\s*(try\s*\{|throw\b)|\bcatch\s*\(", r"^src/(?!adapters/|codec/|app/|sim/|.*_test\.cpp)",
     "Result and ANLAN_TRY: only adapters (and codec, around its library) catch"),
    (r"\bgoto\b", r"^(src|bench|fuzz)/", "a function"),
]
BANNED = [(re.compile(pattern, re.MULTILINE), re.compile(files), instead)
          for pattern, files, instead in BANNED]

# Written so as not to find itself.
LEFTOVER = re.compile(r"\b(TO(?=DO)DO|FIX(?=ME)ME|X(?=XX)XX|HA(?=CK)CK)\b")
# Code switched off by a comment: it begins at the comment's first column, and ends as code ends. Prose that
# ends in a semicolon has more than four words before its first bracket or `=`.
COMMENTED_CODE = re.compile(
    r"^\s*// ?(?! )(?:(?:[\w:.<>,*&-]+ ?){1,4}[=({\[].*;|return\b.*;|\}.*;|[{}]"
    r"|(?:if|for|while|switch)\s*\(.*\)\s*\{?|#\s*(?:include|define|if|endif)\b.*)\s*$")
COMMENTED_PYTHON = re.compile(r"^\s*# ?(?! )(?:(?:if|for|while|def|class|with)\b[^.]*:|return\b.*|import \w+|"
                              r"from \w+ import .*|\w[\w.]*\(.*\)|[\w.\[\]]+ = .*)\s*$")


def our_files(root):
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix in KINDS and not NOT_OURS & set(path.relative_to(root).parts):
                yield path
    for name in ("dev", "CMakeLists.txt"):
        if (root / name).is_file():
            yield root / name


def check_lines(shown, suffix, text):
    findings = []
    lines = text.splitlines()
    if len(lines) > FILE_LINES_MAX and suffix not in (".toml", ".html"):
        findings.append(Finding(shown, len(lines), f"{len(lines)} lines, at most {FILE_LINES_MAX}"))
    for number, line in enumerate(lines, 1):
        if "\t" in line:
            findings.append(Finding(shown, number, "a tab: use blanks"))
        if len(line) > COLUMNS_MAX and suffix not in WIDE and not MAY_BE_WIDE.search(line):
            findings.append(Finding(shown, number, f"{len(line)} columns, at most {COLUMNS_MAX}"))
        if line != line.rstrip():
            findings.append(Finding(shown, number, "blanks at the end of the line"))
        found = LEFTOVER.search(line)
        if found:
            findings.append(Finding(shown, number, f"{found.group(1)}: do it, or open an issue"))
        if suffix in (".hpp", ".cpp") and COMMENTED_CODE.match(line):
            findings.append(Finding(shown, number, "commented-out code: delete it, the history keeps it"))
        if suffix == ".py" and COMMENTED_PYTHON.match(line):
            findings.append(Finding(shown, number, "commented-out code: delete it, the history keeps it"))
    if text and not text.endswith("\n"):
        findings.append(Finding(shown, len(lines), "no line end at the end of the file"))
    return findings


def functions(code):
    """(name, first line, lines) of each function body in C++ code without comments and literals.

    A heuristic over braces: a `{` inside a namespace or a type whose head is neither of these, nor data,
    opens a function; everything up to its partner is the function.
    """
    blocks = []  # (kind, first line, head) of the open braces
    head_from, depth = 0, 0
    for found in re.finditer(r"[{};()]", code):
        at, mark = found.start(), found.group(0)
        if mark in "()":
            depth += 1 if mark == "(" else -1
        elif mark == "{":
            head = own_head(code[head_from:at])
            blocks.append((kind_of_block(head, [kind for kind, _, _ in blocks], depth),
                           sources.line_of(code, head_from + len(head) - len(head.lstrip())), head.strip()))
            head_from = at + 1
        elif mark == "}" and blocks:
            kind, first, head = blocks.pop()
            if kind == "function":
                yield name_of_function(head), first, sources.line_of(code, at) - first + 1
            head_from = at + 1
        elif mark == ";" and depth <= 0:
            head_from = at + 1
            depth = 0


# What may stand before a head without ending in `;`: macro calls, template parameters, preprocessor lines.
BEFORE_HEAD = re.compile(
    r"\b[A-Z][A-Z0-9_]{3,}\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)(?=\s*\S)"
    r"|\btemplate\s*<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>|(?m:^[ \t]*#.*$)")


def own_head(head):
    """The head with what only stands before it blanked out."""
    return BEFORE_HEAD.sub(lambda found: re.sub(r"[^\n]", " ", found.group(0)), head)


def kind_of_block(head, around, depth):
    if "function" in around or "data" in around:
        return "inside"
    if re.search(r"\bnamespace\b|extern\s*$", head):
        return "namespace"
    if re.match(r"\s*(\[\[.*\]\]\s*)?(typedef\s+|friend\s+)?(class|struct|union|enum|concept)\b", head):
        return "type"
    if depth > 0 or (re.search(r"=\s*$|=[^()]*$|=\s*requires\b", head) and "operator" not in head):
        return "data"
    return "function"


def name_of_function(head):
    found = re.search(r"([~\w:]+|operator\S+)\s*\(", head)
    return found.group(1) if found else "a function"


def check_cpp(root, shown, text):
    findings = []
    code = sources.blank(text)
    for pattern, files, instead in BANNED:
        if files.search(shown):
            for found in pattern.finditer(code):
                blanks = len(found.group(0)) - len(found.group(0).lstrip())
                line = sources.line_of(code, found.start() + blanks)
                findings.append(Finding(shown, line, f"{found.group(0).strip()}: instead: {instead}"))
    for name, first, length in functions(code):
        if length > FUNCTION_LINES_MAX:
            findings.append(Finding(shown, first, f"{name} has {length} lines, at most {FUNCTION_LINES_MAX}"))
    if shown.endswith(".hpp") and not re.search(r"(?m)^#pragma once$", text):
        findings.append(Finding(shown, 1, "a header without #pragma once"))
    if shown.startswith("src/") and not re.match(r"//|#include", text):
        findings.append(Finding(shown, 1, "begins with neither what it is for nor an include"))
    return findings


def check_modules(root):
    findings = []
    for folder in sorted(path for path in (root / "src" / "domain").glob("*") if path.is_dir()):
        shown = sources.relative(root, folder)
        for name in ("README.md", "module.cpp", "events.hpp"):
            if not (folder / name).is_file():
                findings.append(Finding(shown, 0, f"a module without {name}"))
        if not any(folder.rglob("*_test.cpp")):
            findings.append(Finding(shown, 0, "a module without a test"))
    return findings


def check_dead_headers(root):
    """Headers that nobody includes. Before there is a program, everything is yet to be included."""
    if not (root / "src" / "app" / "main.cpp").exists():
        return []
    files = sources.cpp_files(root, "src", "bench", "fuzz", "tests")
    included = set()
    for file in files:
        included |= set(re.findall(r'(?m)^\s*#\s*include\s*"([^"]+)"', sources.read(file)))
    headers = [sources.relative(root / "src", file) for file in files
               if file.suffix == ".hpp" and file.is_relative_to(root / "src")]
    return [Finding(f"src/{header}", 1, "a header that nobody includes: delete it")
            for header in headers if header not in included]


def run(arguments):
    root = arguments.root.resolve()
    findings, growing, count = [], [], 0
    for path in our_files(root):
        shown, text = sources.relative(root, path), sources.read(path)
        count += 1
        findings += check_lines(shown, path.suffix, text)
        if path.suffix in sources.CPP:
            findings += check_cpp(root, shown, text)
            lines = text.count("\n")
            if FILE_LINES_GOOD < lines <= FILE_LINES_MAX:
                growing.append(f"{shown}: {lines} lines (good: up to {FILE_LINES_GOOD})")
    findings += check_modules(root) + check_dead_headers(root)
    for line in growing:
        print(f"growing: {line}")
    return findings, f"{count} files" if count else ""


if __name__ == "__main__":
    sources.main("tidy", __doc__, run)
