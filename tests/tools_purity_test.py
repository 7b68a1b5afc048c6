"""tools/check_purity.py finds clocks, chance, files and threads in what is compiled from a planted file."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from planted import PlantedTestCase

PURE = """#include <algorithm>
#include <memory>
#include <string>
#include <variant>
#include <vector>
std::shared_ptr<const std::string> decide(std::vector<std::string> words) {
    std::sort(words.begin(), words.end());
    return std::make_shared<const std::string>(words.empty() ? std::string{} : words.front());
}
"""


class Purity(PlantedTestCase):
    def setUp(self):
        self.compiler = shutil.which("clang++-19") or shutil.which("g++")
        if not self.compiler:
            self.skipTest("no C++ compiler: run ./dev setup")
        folder = tempfile.TemporaryDirectory(prefix="anlan-purity-")
        self.addCleanup(folder.cleanup)
        self.build = pathlib.Path(folder.name)

    def library(self, room, text, name="planted.cpp"):
        """Compiles `text` as src/<room>/<name> into the room's library."""
        source, built = self.build / name, self.build / f"{name}.o"
        source.write_text(text, "utf-8")
        subprocess.run([self.compiler, "-std=c++20", "-O1", "-c", source, "-o", built], check=True)
        subprocess.run(["ar", "rcs", self.build / f"libanlan_{room}.a", built], check=True)

    def output_for(self, text, room="domain", name="planted.cpp"):
        self.library(room, text, name)
        return self.check("check_purity", self.root_with(room), "--build", self.build)

    def root_with(self, room):
        """A tree in which only `room` has sources, so that the other libraries are not missed."""
        folder = tempfile.TemporaryDirectory(prefix="anlan-planted-")
        self.addCleanup(folder.cleanup)
        path = pathlib.Path(folder.name) / "src" / room / "planted.cpp"
        path.parent.mkdir(parents=True)
        path.write_text("// Planted.\n", "utf-8")
        return pathlib.Path(folder.name)

    def flags(self, kind, text):
        code, output = self.output_for(text)
        self.assertEqual(code, 1, output)
        self.assertIn(f"reaches {kind}", output)

    def test_pure_code_passes(self):
        code, output = self.output_for(PURE)
        self.assertEqual(code, 0, output)

    def test_clocks(self):
        self.flags("the clock", "#include <chrono>\nauto f() { return std::chrono::system_clock::now(); }\n")
        self.flags("the clock", "#include <chrono>\nauto f() { return std::chrono::steady_clock::now(); }\n")
        self.flags("the clock", "#include <ctime>\nauto f() { return std::time(nullptr); }\n")

    def test_chance(self):
        self.flags("chance", "#include <random>\nunsigned f() { return std::random_device{}(); }\n")
        self.flags("chance", "#include <cstdlib>\nint f() { return std::rand(); }\n")

    def test_files(self):
        self.flags("files", '#include <fstream>\nvoid f() { std::ofstream{"x"} << 1; }\n')
        self.flags("files", '#include <cstdio>\nvoid* f() { return std::fopen("x", "r"); }\n')
        self.flags("files", '#include <fcntl.h>\nint f() { return open("x", 0); }\n')
        self.flags("files", '#include <filesystem>\nbool f() { return std::filesystem::exists("x"); }\n')

    def test_sockets(self):
        self.flags("sockets", "#include <sys/socket.h>\nint f() { return socket(1, 1, 0); }\n")

    def test_threads(self):
        self.flags("threads", "#include <thread>\nvoid f() { std::thread{[] {}}.join(); }\n")
        self.flags("threads", "#include <mutex>\nstd::mutex m;\nvoid f() { std::lock_guard l{m}; }\n")

    def test_waiting(self):
        self.flags("waiting", "#include <unistd.h>\nvoid f() { sleep(1); }\n")

    def test_environment_and_terminal(self):
        self.flags("the environment", '#include <cstdlib>\nchar* f() { return std::getenv("HOME"); }\n')
        self.flags("the terminal", '#include <cstdio>\nvoid f(int i) { std::printf("%d", i); }\n')
        self.flags("the terminal", "#include <iostream>\nvoid f() { std::cout << 1; }\n")

    def test_sql(self):
        self.flags("SQL", 'extern "C" int sqlite3_step(void*);\nint f(void* s) { return sqlite3_step(s); }\n')

    def test_last_words_are_for_check_cpp_alone(self):
        words = '#include <cstdio>\nvoid f(int i) { std::fprintf(stderr, "bug %d", i); }\n'
        self.assertEqual(self.output_for(words, "base", "check.cpp")[0], 0)
        self.assertEqual(self.output_for(words, "base", "instant.cpp")[0], 1)

    def test_a_room_that_was_not_built_is_a_failure(self):
        self.library("kernel", PURE)
        code, output = self.check("check_purity", self.root_with("domain"), "--build", self.build)
        self.assertEqual(code, 1)
        self.assertIn("was not built", output)


if __name__ == "__main__":
    unittest.main()
