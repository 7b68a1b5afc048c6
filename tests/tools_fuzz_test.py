"""tools/check_fuzz.py flags each reader of input that no fuzz target reads, and each gap in its table."""
import unittest

from planted import PlantedTestCase

TABLE = '''[a_fuzz]
executions = 10_000_000
max_len = 10
reads = ["src/codec/a.hpp:read_a"]

[elsewhere]
"src/codec/b.hpp:open" = "through read_a"
'''
CLEAN = {
    "fuzz/targets.toml": TABLE,
    "fuzz/a_fuzz.cpp": "// A.\nint LLVMFuzzerTestOneInput() { return read_a(); }\n",
    "src/codec/a.hpp": "// A.\n#pragma once\nResult<A, Malformed> read_a(std::string_view text);\n",
    "src/codec/b.hpp": "// B.\n#pragma once\nstd::optional<B> open(std::string_view sealed) noexcept;\n",
    **{f"fuzz/corpus/a_fuzz/{i}": "x" for i in range(3)},
}


class Fuzz(PlantedTestCase):
    def flags(self, files, *expected):
        self.assert_flagged("check_fuzz", {**CLEAN, **files}, *expected)

    def test_a_tree_whose_readers_are_all_read_passes(self):
        self.assert_clean("check_fuzz", self.plant(CLEAN))

    def test_a_reader_without_a_target(self):
        for text in ("Result<A, B> read_c(std::string_view text);",
                     "std::optional<Instant> parsed(std::string_view line);",
                     "Result<std::vector<A>, Malformed> decode(std::string_view bytes) const;",
                     "std::optional<A> from(const std::string& hex);", "class RowReader final {\n};",
                     "Result<std::map<A, std::vector<B>>, C> read_d(std::istream& in, int rows);",
                     "Result<A, Problem> read_e(const ports::Request& request);",
                     "    virtual Result<A, B> take_in(int a, std::string_view packed) noexcept = 0;"):
            with self.subTest(text=text):
                self.flags({"src/sim/c.hpp": f"// C.\n#pragma once\n{text}\n"},
                           "src/sim/c.hpp:3", "reads input, and no target")

    def test_what_reads_no_input_needs_no_target(self):
        for text in ("Result<Done, Fault> write(std::string_view bytes);",
                     "std::optional<A> find(std::string_view stream);",
                     "// Result<A, B> read_c(std::string_view text);", "class RowReader;",
                     "std::string shown(std::string_view text);"):
            with self.subTest(text=text):
                planted = {"src/sim/c.hpp": f"// C.\n#pragma once\n{text}\n"}
                self.assert_clean("check_fuzz", self.plant({**CLEAN, **planted}))

    def test_a_target_that_does_not_use_what_it_is_to_read(self):
        self.flags({"fuzz/a_fuzz.cpp": "// read_a is only spoken of.\n"}, "does not use read_a")

    def test_rows_of_nothing(self):
        self.flags({"src/codec/a.hpp": "// A.\n#pragma once\n"}, "src/codec/a.hpp declares no read_a")
        self.flags({"fuzz/targets.toml": TABLE.replace("b.hpp", "gone.hpp")}, "there is no such file")
        self.flags({"fuzz/targets.toml": TABLE.replace("through read_a", " ")}, "without a reason")

    def test_targets_and_their_seeds(self):
        row = "[b_fuzz]\nexecutions = 1\nmax_len = 1\nreads = []\n"
        self.flags({"fuzz/targets.toml": TABLE + row}, "no fuzz/b_fuzz.cpp")
        self.flags({"fuzz/b_fuzz.cpp": "// B.\n"}, "fuzz/b_fuzz.cpp stands in no table")
        few = {path: text for path, text in CLEAN.items() if not path.endswith("/2")}
        self.assert_flagged("check_fuzz", few, "2 seeds, at least 3")

    def test_fewer_than_ten_million_executions(self):
        table = TABLE.replace("10_000_000", "9_999_999")
        self.flags({"fuzz/targets.toml": table}, "9,999,999 executions in all")

    def test_no_table_at_all(self):
        self.assert_flagged("check_fuzz", {}, "there is no table of fuzz targets")


if __name__ == "__main__":
    unittest.main()
