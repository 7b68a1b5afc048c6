"""tools/tidy.py flags each rule's planted violation, and leaves ordinary code alone."""
import unittest

from planted import PlantedTestCase

HEAD = "// Planted.\n#pragma once\n"


def body(lines):
    return "".join(f"    x += {i};\n" for i in range(lines))


class Tidy(PlantedTestCase):
    def flags(self, path, text, *expected):
        self.assert_flagged("tidy", {path: text}, path, *expected)

    def passes(self, path, text):
        self.assert_clean("tidy", self.plant({path: text}))

    def test_a_clean_tree_passes(self):
        self.assert_clean("tidy", self.plant())

    def test_long_files_are_refused_and_growing_ones_are_shown(self):
        self.flags("src/engine/a.hpp", HEAD + "int x;\n" * 800, "802 lines")
        code, output = self.check("tidy", self.plant({"src/engine/a.hpp": HEAD + "int x;\n" * 500}))
        self.assertEqual(code, 0, output)
        self.assertIn("growing: src/engine/a.hpp: 502 lines", output)

    def test_long_functions(self):
        for head in ("int f(int x) {\n", "std::vector<int> C::f(int x) const noexcept {\n",
                     "C::C(int a) : a_(a), b_{a} {\n", "TEST(Suite, Case) {\n",
                     "auto f() -> Result<A, B> {\n",
                     "bool operator()(const A& a) {\n"):
            with self.subTest(head=head):
                text = f"// Planted.\nnamespace anlan {{\n{head}{body(69)}}}\n}}\n"
                self.flags("src/engine/a.cpp", text, "71 lines, at most 70")
                self.passes("src/engine/a.cpp", text.replace(body(69), body(68)))

    def test_long_member_functions(self):
        text = f"{HEAD}struct C {{\n    int a;\n    int f(int x) {{\n{body(80)}    }}\n}};\n"
        self.flags("src/engine/a.hpp", text, "a.hpp:5: f has 82 lines")

    def test_long_functions_behind_templates_and_macros(self):
        text = f"// A.\ntemplate <class T>\nauto f(T x) -> Result<T> {{\n{body(80)}}}\n"
        self.flags("src/engine/a.cpp", text, "a.cpp:3: f has 82 lines")
        text = f"{HEAD}BOOST_DESCRIBE_STRUCT(A, (), (a, b))\n\nint f(int x) {{\n{body(80)}}}\n"
        self.flags("src/engine/a.hpp", text, "a.hpp:5: f has 82 lines")

    def test_long_classes_are_no_functions(self):
        members = "    int a;\n" * 90
        described = "BOOST_DESCRIBE_STRUCT(A, (), (a))\n"
        self.passes("src/engine/a.hpp", f"{HEAD}{described}\nclass C {{\n{members}}};\n")
        self.passes("src/engine/a.hpp", f"{HEAD}template <class T>\nstruct C : B<T> {{\n{members}}};\n")

    def test_long_tables_are_no_functions(self):
        rows = "".join(f"    {{{i}, {i}}},\n" for i in range(90))
        self.passes("src/engine/a.cpp", f"// Table.\nconstexpr std::array rows = {{\n{rows}}};\n")
        self.passes("src/engine/a.hpp", f"{HEAD}struct A {{\n" + "    int a;\n" * 90 + "};\n")

    def test_long_lines_count_characters_not_bytes(self):
        self.flags("src/engine/a.cpp", f"// {'a' * 108}\n", "111 columns")
        self.passes("src/engine/a.cpp", f"// {'警' * 107}\n")

    def test_rows_of_chinese_words_and_addresses_may_be_long(self):
        self.passes("tools/city/names.mjs", f"const names = [\n    ['警', {'1, ' * 40}],\n];\n")
        self.passes("src/engine/a.cpp", f"// https://example.org/{'a' * 100}\n")
        self.flags("tools/city/names.mjs", f"const names = {'1 + ' * 30}'警';\n", "columns")

    def test_tabs_and_trailing_blanks(self):
        self.flags("src/engine/a.cpp", "// A.\n\tint a;\n", "a tab")
        self.flags("tools/a.py", '"""A."""\na = 1 \n', "blanks at the end")
        self.flags("src/engine/a.cpp", "// A.\nint a;", "no line end")

    def test_leftovers(self):
        for word in ("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"):
            with self.subTest(word=word):
                self.flags("src/engine/a.cpp", f"// {word}: later\n", word)

    def test_commented_out_code(self):
        for line in ("// state.units.push_back(unit);", "// return Events{};", "//int x = 3;",
                     "// auto& a = *b;",
                     "// if (x) {",
                     "// #include <vector>", "// for (const auto& unit : units) {"):
            with self.subTest(line=line):
                self.flags("src/engine/a.cpp", f"// A.\n{line}\nint a;\n", "commented-out code")
        self.flags("tools/a.py", '"""A."""\n# value = compute(1)\n', "commented-out code")

    def test_prose_and_examples_are_no_commented_out_code(self):
        for line in ("// Late is not the same as wrong; it still counts.",
                     "// decide() may refuse; evolve() may not.",
                     "//   auto m = kernel::describe<Incident>({});",
                     "// for each unit, its last position (if known)",
                     "// what is asked, who is sent, and to whom (classes.toml);",
                     "// returns when it is durable"):
            with self.subTest(line=line):
                self.passes("src/engine/a.cpp", f"// A.\n{line}\nint a;\n")

    def test_banned_names(self):
        for path, line in (("src/engine/a.cpp", "std::cout << 1;"), ("src/views/a.cpp", 'std::printf("x");'),
                           ("src/views/a.cpp", 'fprintf(stderr, "x");'),
                           ("src/engine/a.cpp", "int x = rand();"),
                           ("src/engine/a.hpp", "using namespace std;"),
                           ("src/engine/a_test.cpp", "std::this_thread::sleep_for(1s);"),
                           ("src/engine/a.cpp", "auto t = std::chrono::system_clock::now();"),
                           ("src/domain/unit/a.cpp", "throw 1;"), ("src/engine/a.cpp", "} catch (...) {}"),
                           ("src/kernel/a.cpp", "auto p = reinterpret_cast<char*>(q);")):
            with self.subTest(path=path, line=line):
                head = HEAD if path.endswith(".hpp") else "// Planted.\n"
                self.flags(path, f"{head}{line}\n", "instead:")

    def test_banned_names_where_they_belong(self):
        self.passes("src/app/a.cpp", "// A.\nint f() { return std::printf(\"usage\"); }\n")
        self.passes("src/adapters/system/a.cpp",
                    "// A.\nauto f() { return std::chrono::system_clock::now(); }\n")
        self.passes("src/engine/a.cpp", '// std::cout is banned.\nconst char* a = "std::cout << rand()";\n')
        self.passes("src/engine/a.cpp",
                    "// A.\nint f(const S& s) { return s.rand() + operand(1) + snprintf(p); }\n")

    def test_headers_need_pragma_once_and_files_a_beginning(self):
        self.flags("src/engine/a.hpp", "// A.\nint a;\n", "without #pragma once")
        self.flags("src/engine/a.cpp", "int a;\n", "begins with neither")

    def test_modules_are_complete(self):
        for name, expected in (("README.md", "without README.md"), ("module.cpp", "without module.cpp"),
                               ("events.hpp", "without events.hpp"), ("unit_test.cpp", "without a test")):
            with self.subTest(name=name):
                root = self.plant()
                (root / "src/domain/unit" / name).unlink()
                code, output = self.check("tidy", root)
                self.assertEqual(code, 1, output)
                self.assertIn(expected, output)

    def test_dead_headers_once_there_is_a_program(self):
        program = '#include "engine/engine.hpp"\n#include "domain/unit/unit.hpp"\n'
        self.assert_clean("tidy", self.plant({"src/app/main.cpp": program}))
        self.assert_flagged("tidy", {"src/app/main.cpp": program, "src/engine/dead.hpp": HEAD},
                            "src/engine/dead.hpp:1: a header that nobody includes")


if __name__ == "__main__":
    unittest.main()
