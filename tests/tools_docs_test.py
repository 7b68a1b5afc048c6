"""tools/check_docs.py flags commands, links and paths that do not exist."""
import unittest

from planted import PlantedTestCase

GOOD = {
    "dev": "#!/bin/sh\n./dev test [PATTERN]   run\n./dev run   start\n",
    "docs/charter.md": "# Charter\n",
    "README.md": "# A\n\n`./dev test`, [the charter](docs/charter.md), [us](https://example.org/x)\n\n"
                 "```\nanlan verify --data DIR\n```\n",
    "ARCHITECTURE.md": "# A\n\n## Where to look\n\n| task | file |\n|---|---|\n"
                       "| a fact | `src/domain/<module>/events.hpp` |\n"
                       "| the door | `src/engine/submit.hpp` |\n",
}
PROGRAM = """#!/bin/sh
case "$1 $2" in
    "verify --help") echo "Usage: anlan verify --data DIR" ;;
    *) exit 1 ;;
esac
"""


class Docs(PlantedTestCase):
    def planted(self, files=None):
        root = self.plant({**GOOD, "build/release/anlan": PROGRAM, **(files or {})})
        (root / "build/release/anlan").chmod(0o755)
        return root

    def flags(self, files, expected):
        root = self.planted(files)
        code, output = self.check("check_docs", root, "--build", root / "build/release")
        self.assertEqual(code, 1, output)
        self.assertIn(expected, output)

    def test_true_documents_pass(self):
        root = self.planted()
        self.assert_clean("check_docs", root, "--build", root / "build/release")

    def test_a_dev_command_that_is_none(self):
        self.flags({"docs/a.md": "Run `./dev deploy` now\n"}, "./dev deploy is no command")

    def test_a_subcommand_that_is_none(self):
        self.flags({"docs/a.md": "```\nanlan fly --data DIR\n```\n"}, "anlan fly is no command")
        self.flags({"docs/a.md": "Call `build/release/anlan fly`.\n"}, "anlan fly is no command")

    def test_an_option_that_is_none(self):
        self.flags({"docs/a.md": "Call `anlan verify --folder X`.\n"}, "anlan verify has no option --folder")

    def test_prose_about_anlan_is_no_command(self):
        root = self.planted({"docs/a.md": "What anlan does is `not` anlan fly.\n"})
        self.assert_clean("check_docs", root, "--build", root / "build/release")

    def test_a_dead_link(self):
        self.flags({"docs/a.md": "See [this](nowhere.md#there).\n"}, "links to nowhere.md")

    def test_a_path_that_is_none(self):
        architecture = GOOD["ARCHITECTURE.md"] + "| lost | `src/domain/<module>/lost.hpp` |\n"
        self.flags({"ARCHITECTURE.md": architecture}, "points to src/domain/<module>/lost.hpp")
        self.flags({"ARCHITECTURE.md": "# A\n"}, 'has no section "Where to look"')


if __name__ == "__main__":
    unittest.main()
