#include "api/words.hpp"
#include "base/source_dir_test_support.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

namespace anlan::api {
namespace {

// A code in the sources is a literal in front of its sentence, or the first member of a Refusal.
TEST(Words, EveryCodeHasItsLine) {
    namespace fs = std::filesystem;
    const std::regex patterns[] = {
        std::regex{R"re("([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+)",\s*"[^"\n]* [^"\n]*")re"},
        std::regex{R"re(Refusal\s*\{\s*"([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+)")re"}};
    std::size_t found = 0;
    for (const char* room :
         {"domain", "engine", "access", "api", "stream", "views", "adapters/identity", "adapters/oidc"}) {
        const fs::path folder = fs::path{source_dir()} / "src" / room;
        if (!fs::exists(folder)) continue;
        for (const auto& entry : fs::recursive_directory_iterator{folder}) {
            const auto name = entry.path().filename().string();
            if (!entry.is_regular_file() || name.ends_with("_test.cpp") || name.ends_with("_test.hpp"))
                continue;
            if (!name.ends_with(".cpp") && !name.ends_with(".hpp")) continue;
            std::ifstream file{entry.path()};
            const std::string text{std::istreambuf_iterator<char>{file}, {}};
            for (const auto& pattern : patterns)
                for (std::sregex_iterator match{text.begin(), text.end(), pattern}, end; match != end;
                     ++match) {
                    const std::string code = (*match)[1];
                    const auto before = text.substr(
                        static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, match->position() - 20)), 20);
                    if (before.find("Verdict::allow") != std::string::npos) continue;
                    ++found;
                    EXPECT_NE(words_of(code), nullptr)
                        << code << " in " << entry.path() << " has no line in src/api/words.cpp";
                }
        }
    }
    EXPECT_GT(found, 50u) << "the patterns find nothing any more";
}

TEST(Words, AreFoundAndNotInvented) {
    ASSERT_NE(words_of("engine.busy"), nullptr);
    EXPECT_EQ(words_of("engine.busy")->zh, "系统繁忙，请稍后重试");
    EXPECT_EQ(words_of("engine.bus"), nullptr);
    EXPECT_EQ(words_of(""), nullptr);
    EXPECT_EQ(words_of("zzz"), nullptr);
}

}  // namespace
}  // namespace anlan::api
