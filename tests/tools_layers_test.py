"""tools/check_layers.py flags each kind of include that the house forbids, and passes a clean tree."""
import unittest

from planted import PlantedTestCase


def file_with(include):
    return f"// Planted.\n#pragma once\n#include {include}\n"


class Layers(PlantedTestCase):
    def flags(self, path, include, expected):
        self.assert_flagged("check_layers", {path: file_with(include)}, f"{path}:3:", expected)

    def test_a_clean_tree_passes(self):
        self.assert_clean("check_layers", self.plant())

    def test_domain_includes_a_port(self):
        self.flags("src/domain/unit/unit.hpp", '"ports/clock.hpp"', "domain/ may include")

    def test_domain_includes_codec_outside_module_cpp(self):
        self.flags("src/domain/unit/unit.hpp", '"codec/json.hpp"', "domain/ may include")

    def test_domain_includes_another_modules_state(self):
        self.flags("src/domain/incident/incident.hpp", '"domain/unit/unit.hpp"',
                   "only events.hpp may be included")

    def test_events_include_the_modules_own_state(self):
        self.flags("src/domain/unit/events.hpp", '"domain/unit/unit.hpp"', "events.hpp may include only")

    def test_events_include_another_modules_events(self):
        self.flags("src/domain/unit/events.hpp", '"domain/incident/events.hpp"',
                   "events.hpp may include only")

    def test_events_include_all_of_kernel(self):
        self.flags("src/domain/unit/events.hpp", '"kernel/module.hpp"', "events.hpp may include only")

    def test_base_includes_upward(self):
        self.flags("src/base/strong.hpp", '"terms/ids.hpp"', "base/ may include nothing of ours")

    def test_engine_includes_a_module(self):
        self.flags("src/engine/engine.hpp", '"domain/unit/events.hpp"', "engine/ may include")

    def test_api_includes_the_inside_of_the_engine(self):
        self.flags("src/api/routes.hpp", '"engine/engine.hpp"', "api/ may include")
        self.assert_clean("check_layers",
                          self.plant({"src/api/routes.hpp": file_with('"engine/submit.hpp"')}))

    def test_one_adapter_includes_another(self):
        self.assert_flagged("check_layers", {
            "src/adapters/sqlite/log.hpp": "// Log.\n#pragma once\n",
            "src/adapters/http/server.hpp": file_with('"adapters/sqlite/log.hpp"'),
        }, "one adapter never includes another")

    def test_simulator_includes_a_real_adapter(self):
        self.assert_flagged("check_layers", {
            "src/adapters/sqlite/log.hpp": "// Log.\n#pragma once\n",
            "src/sim/world.hpp": file_with('"adapters/sqlite/log.hpp"'),
        }, "sim/ may include")

    def test_module_of_is_included_outside_module_cpp(self):
        self.flags("src/engine/engine.hpp", '"kernel/module_of.hpp"', "may be included only by")

    def test_third_party_headers_in_the_wrong_room(self):
        for path, header in (("src/engine/a.hpp", "sqlite3.h"), ("src/api/a.hpp", "boost/asio.hpp"),
                             ("src/api/a.hpp", "boost/beast/http.hpp"),
                             ("src/domain/unit/unit.hpp", "boost/json.hpp"),
                             ("src/views/a.hpp", "toml++/toml.h"), ("src/api/a.hpp", "sodium.h"),
                             ("src/engine/a.hpp", "openssl/ssl.h"), ("src/sim/a.hpp", "CLI/CLI.hpp"),
                             ("src/engine/a.hpp", "gtest/gtest.h")):
            with self.subTest(path=path, header=header):
                self.flags(path, f"<{header}>", f"<{header}> belongs to")

    def test_an_unknown_dependency(self):
        self.flags("src/adapters/http/a.hpp", "<crow/crow.hpp>", "a new dependency is a decision")

    def test_the_operating_system_outside_adapters(self):
        self.flags("src/engine/a.hpp", "<unistd.h>", "is the operating system's")
        self.flags("src/views/a.hpp", "<sys/socket.h>", "is the operating system's")

    def test_threads_and_files_of_the_standard_library_in_pure_rooms(self):
        for header in ("thread", "mutex", "fstream", "random", "filesystem", "iostream"):
            with self.subTest(header=header):
                self.flags("src/planning/a.hpp", f"<{header}>", "in the pure room planning/")
        self.assert_clean("check_layers", self.plant({"src/engine/a.hpp": file_with("<thread>")}))

    def test_files_outside_the_rooms(self):
        for path in ("src/helpers/a.hpp", "src/a.cpp", "src/domain/a.hpp", "src/adapters/a.cpp"):
            with self.subTest(path=path):
                self.assert_flagged("check_layers", {path: "// Lost.\n#pragma once\n"},
                                    f"{path}:1: is in no ")

    def test_ours_in_angles_and_an_include_of_nothing(self):
        self.flags("src/engine/a.hpp", "<kernel/module.hpp>", 'is ours: write it in ""')
        self.flags("src/engine/a.hpp", '"kernel/none.hpp"', "is no file of src/")

    def test_an_include_in_a_comment_is_none(self):
        text = '// #include "engine/engine.hpp"\n/*\n#include <sqlite3.h>\n*/\n#pragma once\n'
        self.assert_clean("check_layers", self.plant({"src/base/strong.hpp": text}))

    def test_nothing_to_look_at_is_a_failure(self):
        root = self.plant()
        (root / "src").rename(root / "source")
        self.assertEqual(self.check("check_layers", root)[0], 1)


if __name__ == "__main__":
    unittest.main()
