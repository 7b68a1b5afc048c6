"""A small tree that breaks no rule, into which a test plants one violation.

Used by the tests of the checks: a check that does not flag what was planted is no check.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(os.environ.get("ANLAN_SOURCE_DIR", pathlib.Path(__file__).resolve().parent.parent))

CLEAN = {
    "src/base/strong.hpp": "// Strong types.\n#pragma once\n#include <string>\n",
    "src/terms/ids.hpp": '// Ids.\n#pragma once\n#include "base/strong.hpp"\n',
    "src/codec/json.hpp": "// JSON.\n#pragma once\n#include <boost/json.hpp>\n",
    "src/kernel/obligation.hpp": '// Owed.\n#pragma once\n#include "terms/ids.hpp"\n',
    "src/kernel/module.hpp": '// Module.\n#pragma once\n#include "kernel/obligation.hpp"\n',
    "src/kernel/module_of.hpp": '// Table.\n#pragma once\n#include "codec/json.hpp"\n'
                                '#include "kernel/module.hpp"\n',
    "src/ports/clock.hpp": '// Time.\n#pragma once\n#include "base/strong.hpp"\n',
    "src/engine/submit.hpp": '// The door.\n#pragma once\n#include "kernel/module.hpp"\n',
    "src/engine/engine.hpp": '// Inside.\n#pragma once\n#include "engine/submit.hpp"\n'
                             '#include "ports/clock.hpp"\n',
    "src/domain/unit/README.md": "# Unit\n",
    "src/domain/unit/events.hpp": '// Facts.\n#pragma once\n#include "terms/ids.hpp"\n',
    "src/domain/unit/unit.hpp": '// State.\n#pragma once\n#include "domain/unit/events.hpp"\n',
    "src/domain/unit/module.cpp": '#include "domain/unit/unit.hpp"\n#include "kernel/module_of.hpp"\n',
    "src/domain/unit/unit_test.cpp": '#include "domain/unit/unit.hpp"\n\n#include <gtest/gtest.h>\n',
    "src/domain/incident/README.md": "# Incident\n",
    "src/domain/incident/events.hpp": '// Facts.\n#pragma once\n#include "terms/ids.hpp"\n',
    "src/domain/incident/incident.cpp": '#include "domain/incident/events.hpp"\n'
                                        '#include "domain/unit/events.hpp"\n',
    "src/domain/incident/module.cpp": '#include "kernel/module_of.hpp"\n',
    "src/domain/incident/incident_test.cpp": '#include "domain/incident/events.hpp"\n',
    "src/adapters/sqlite/log.cpp": '#include "ports/clock.hpp"\n\n#include <sqlite3.h>\n',
    "src/adapters/http/server.cpp": '#include "ports/clock.hpp"\n\n#include <boost/asio.hpp>\n'
                                    '#include <unistd.h>\n',
}


class PlantedTestCase(unittest.TestCase):
    """plant({path: text}) gives a clean tree with these files changed; check(name, root) looks at it."""

    def plant(self, files=None):
        folder = tempfile.TemporaryDirectory(prefix="anlan-planted-")
        self.addCleanup(folder.cleanup)
        root = pathlib.Path(folder.name)
        for path, text in {**CLEAN, **(files or {})}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        return root

    def check(self, name, root, *options):
        """(exit code, output) of tools/<name>.py over root."""
        command = [sys.executable, ROOT / "tools" / f"{name}.py", "--root", root, *options]
        ended = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120)
        self.assertEqual(ended.stderr, "")
        return ended.returncode, ended.stdout

    def assert_clean(self, name, root, *options):
        code, output = self.check(name, root, *options)
        self.assertEqual((code, "nothing found" in output), (0, True), output)

    def assert_flagged(self, name, files, *expected):
        """Planting `files` makes the check fail, with each expected text in one of its findings."""
        code, output = self.check(name, self.plant(files))
        self.assertEqual(code, 1, f"not flagged: {files}\n{output}")
        for text in expected:
            self.assertIn(text, output)
