"""What the checks of the tree share: finding files, C++ text without comments or strings, reporting.

A finding is one line, "path:line: what is wrong; what to do". A check prints its findings and exits 1 if
there are any, else one line that says how much it looked at, so that a check that looked at nothing is seen.
"""
import argparse
import dataclasses
import pathlib
import re
import sys

CPP = (".hpp", ".cpp")


@dataclasses.dataclass(frozen=True)
class Finding:
    path: str
    line: int
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}"


def cpp_files(root, *folders):
    """C++ files below the given folders of root, in order."""
    found = []
    for folder in folders:
        base = pathlib.Path(root) / folder
        found += [path for path in sorted(base.rglob("*")) if path.suffix in CPP and path.is_file()]
    return found


def relative(root, path):
    return path.relative_to(root).as_posix()


def read(path):
    return path.read_text("utf-8", errors="replace")


_TOKEN = re.compile(
    r'(?P<comment>//(?:[^\n\\]|\\.|\\\n)*|/\*.*?\*/)'
    r'|(?P<raw>R"(?P<mark>[^()\s\\]{0,16})\(.*?\)(?P=mark)")'
    r'|(?P<text>"(?:[^"\\\n]|\\.)*")'
    r"|(?P<letter>(?<![0-9A-Za-z_])'(?:[^'\\\n]|\\.)+')",
    re.DOTALL)


def blank(text, kinds=("comment", "raw", "text", "letter")):
    """The text with comments and literals overwritten by blanks; lines and columns stay where they are."""

    def overwrite(match):
        if not any(match.group(kind) is not None for kind in kinds):
            return match.group(0)
        return re.sub(r"[^\n]", " ", match.group(0))

    return _TOKEN.sub(overwrite, text)


def without_comments(text):
    return blank(text, ("comment",))


def string_literals(text):
    """(line, content) of each string literal outside comments."""
    found = []
    for match in _TOKEN.finditer(text):
        if match.group("raw") is not None:
            content = match.group("raw").split("(", 1)[1].rsplit(")", 1)[0]
        elif match.group("text") is not None:
            content = match.group("text")[1:-1]
        else:
            continue
        found.append((line_of(text, match.start()), content))
    return found


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def finish(check, findings, looked_at):
    """Prints the findings, or what was looked at; the exit code."""
    for finding in findings:
        print(finding)
    if findings:
        print(f"{check}: {len(findings)} findings")
        return 1
    print(f"{check}: {looked_at}, nothing found")
    return 0


HERE = pathlib.Path(__file__).resolve().parent.parent
BUILD = {"--build": {"type": pathlib.Path, "default": HERE / "build" / "release", "help": "the build folder"}}


def main(check, description, run, options=None):
    """`run(arguments)` gives (findings, looked_at); a check that looked at nothing has failed."""
    parser = argparse.ArgumentParser(description=description,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=pathlib.Path, default=HERE, help="the tree to look at")
    for name, settings in (options or {}).items():
        parser.add_argument(name, **settings)
    findings, looked_at = run(parser.parse_args())
    if not findings and not looked_at:
        print(f"{check}: found nothing to look at")
        sys.exit(1)
    sys.exit(finish(check, findings, looked_at))
