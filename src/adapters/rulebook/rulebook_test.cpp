#include "adapters/rulebook/rulebook.hpp"

#include "codec/json.hpp"
#include "terms/incident_terms.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

namespace anlan::adapters {
namespace {

struct Class {
    std::string code;
    Priority priority{};
    Seconds within{0};
};
BOOST_DESCRIBE_STRUCT(Class, (), (code, priority, within))

struct Words {
    std::map<std::string, std::string> by_code;
    std::vector<Class> classes;
};
BOOST_DESCRIBE_STRUCT(Words, (), (by_code, classes))

struct Days {
    std::vector<std::string> holidays;
};
BOOST_DESCRIBE_STRUCT(Days, (), (holidays))

template <class Section>
kernel::RulesSpec section(std::string file) {
    return {std::move(file), &kernel::section_tag<Section>,
            [](std::string_view json) -> Result<std::shared_ptr<const void>, kernel::Malformed> {
                auto read = codec::read_json<Section>(json, codec::Unknown::refuse);
                if (!read.ok())
                    return Unexpected{kernel::Malformed{read.error().path, read.error().expected}};
                return std::shared_ptr<const void>{std::make_shared<const Section>(std::move(read).value())};
            }};
}

const std::string city_toml = R"(city = "wuhan"
name_zh = "武汉"
name_en = "Wuhan"
rulebook = "Demo"
edition = "2026-11"
civil_offset_minutes = 480
)";
const std::string words_toml = R"([by_code]
theft = "盗窃"

[[classes]]
code = "theft"
priority = "p2"
within = 60

[[classes]]
code = "noise"
priority = "p4"
within = 600
)";
const std::string days_toml = "holidays = [2026-10-01, \"2026-10-02\"]\n";

using Files = std::map<std::string, std::string>;

// A folder that goes away with the test.
class Folder {
public:
    explicit Folder(const Files& files) {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        path_ = std::filesystem::temp_directory_path() /
                ("anlan-rulebook-" + std::string{test->name()} + '-' + std::to_string(getpid()));
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
        for (const auto& [name, content] : files) std::ofstream{path_ / name, std::ios::binary} << content;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

const std::vector<kernel::RulesSpec> sections{section<Words>("words.toml"), section<Days>("days.toml")};

Result<kernel::Rulebook, std::vector<RulebookError>> load(const Files& files) {
    const Folder folder{files};
    return load_rulebook(folder.path(), sections);
}

// The faults as people read them, without the folder in front, one a line.
std::string faults(const Files& files) {
    const Folder folder{files};
    const auto loaded = load_rulebook(folder.path(), sections);
    if (loaded.ok()) return "";
    std::string all;
    for (const auto& error : loaded.error()) all += to_text(error).substr(folder.path().size() + 1) + '\n';
    return all;
}

Files good() { return {{"city.toml", city_toml}, {"words.toml", words_toml}, {"days.toml", days_toml}}; }

std::string with_words(const std::string& content) {
    Files files = good();
    files["words.toml"] = content;
    return faults(files);
}

TEST(Rulebook, LoadsEverySectionWithItsVersion) {
    const auto loaded = load(good());
    ASSERT_TRUE(loaded.ok());
    const auto& book = loaded.value();
    EXPECT_EQ(book.city, "wuhan");
    EXPECT_EQ(book.civil_offset, Minutes{480});
    EXPECT_EQ(book.section<Words>().classes[1].within, Seconds{600});
    EXPECT_EQ(book.section<Words>().by_code.at("theft"), "盗窃");
    EXPECT_EQ(book.section<Days>().holidays, (std::vector<std::string>{"2026-10-01", "2026-10-02"}));
    EXPECT_EQ(book.section<CityRules>().name_zh, "武汉");
    EXPECT_EQ(book.version.size(), std::string{"wuhan@"}.size() + 12);
    EXPECT_TRUE(book.version.starts_with("wuhan@"));
}

TEST(Rulebook, HasAnotherVersionWhenOneByteOfItIsAnother) {
    const auto before = load(good()).value().version;
    EXPECT_EQ(load(good()).value().version, before);
    Files files = good();
    files["days.toml"] += "\n";
    EXPECT_NE(load(files).value().version, before);
    files = good();
    files["README.md"] = "for people";
    EXPECT_NE(load(files).value().version, "");
    EXPECT_EQ(load(files).value().version, before);
}

TEST(Rulebook, NamesFileLineAndWhatWasExpected) {
    const struct {
        const char* why;
        std::string words;
        const char* expected;
    } rows[] = {
        {"not one of the enumerators",
         "[by_code]\n\n[[classes]]\ncode = \"a\"\npriority = \"p9\"\nwithin = 1\n",
         "words.toml:5: .classes[0].priority: expected one of p1, p2, p3, p4\n"},
        {"a wrong type", "[by_code]\n[[classes]]\ncode = 7\npriority = \"p1\"\nwithin = 1\n",
         "words.toml:3: .classes[0].code: expected a text\n"},
        {"a fraction for whole seconds",
         "[by_code]\n[[classes]]\ncode = \"a\"\npriority = \"p1\"\nwithin = 1.5\n",
         "words.toml:5: .classes[0].within: expected an integer\n"},
        {"a member that is missing: the line of its table",
         "[by_code]\n\n[[classes]]\ncode = \"a\"\nwithin = 1\n",
         "words.toml:3: .classes[0].priority: expected this member: it is missing\n"},
        {"a member nobody knows", "speed = 3\nclasses = []\n[by_code]\n",
         "words.toml:1: .speed: expected no such member\n"},
        {"in an inline table",
         "classes = [{code = \"a\", priority = \"p1\", within = 1},\n  {code = false}]\n[by_code]\n",
         "words.toml:2: .classes[1].code: expected a text\n"},
        {"no finite number", "classes = []\nby_code = {x = nan}\n",
         "words.toml:2: .by_code.x: expected a finite number\n"},
    };
    for (const auto& row : rows) EXPECT_EQ(with_words(row.words), row.expected) << row.why;
}

TEST(Rulebook, NamesTheLineWhereTheTextIsNoToml) {
    const struct {
        const char* text;
        const char* line;
    } rows[] = {
        {"classes = [\n[by_code]\nx = \n", "words.toml:2: expected valid TOML: "},
        {"[by_code]\nx = \"a\"\nx = \"b\"\n", "words.toml:3: expected valid TOML: "},
        {"[by_code]\nx = \"\xff\"\n", "words.toml:2: expected valid TOML: "},
        {"[by_code\n", "words.toml:1: expected valid TOML: "},
        {"x = 1\n[*words]\n", "words.toml:2: expected valid TOML: "},  // this and the next found by fuzzing
        {"x = 1\ny = 2、\n", "words.toml:2: expected valid TOML: "},
        {"x = \"\"\"\\\n 、\"\"\"\ny = z\n", "words.toml:3: expected valid TOML: "},
    };
    for (const auto& row : rows)
        EXPECT_TRUE(with_words(row.text).starts_with(row.line)) << with_words(row.text);
}

TEST(Rulebook, ReportsEveryFileAndLoadsNothingHalf) {
    Files files = good();
    files.erase("days.toml");
    files["city.toml"] = city_toml + "civil_offset = 8\n";
    files["words.toml"] = "by_code = 3\n";
    files["notes.txt"] = "x";
    files["incidents.toml"] = "x = 1\n";
    EXPECT_EQ(faults(files),
              "city.toml:7: .civil_offset: expected no such member\n"
              "days.toml: expected this file: it is missing\n"
              "incidents.toml: expected no file of this name: no module reads it\n"
              "notes.txt: expected no file of this name: no module reads it\n"
              "words.toml:1: .by_code: expected an object\n");
}

TEST(Rulebook, ChecksOneSectionAgainstAnother) {
    const Folder folder{good()};
    auto checked = sections;
    checked[0].fits = [](const kernel::Rulebook& book) -> std::optional<kernel::Malformed> {
        const auto& words = book.section<Words>();
        for (std::size_t i = 0; i < words.classes.size(); ++i)
            if (!words.by_code.contains(words.classes[i].code))
                return kernel::Malformed{".classes[" + std::to_string(i) + "].code", "a code of by_code"};
        return std::nullopt;
    };
    const auto loaded = load_rulebook(folder.path(), checked);
    ASSERT_FALSE(loaded.ok());
    ASSERT_EQ(loaded.error().size(), 1u);
    EXPECT_EQ(to_text(loaded.error().front()),
              folder.path() + "/words.toml:10: .classes[1].code: expected a code of by_code");
}

TEST(Rulebook, ReadsASectionOnceThoughTwoModulesNameIt) {
    const Folder folder{good()};
    const std::vector<kernel::RulesSpec> twice{sections[0], sections[1], sections[0]};
    EXPECT_TRUE(load_rulebook(folder.path(), twice).ok());
}

TEST(Rulebook, ChecksTheCity) {
    const struct {
        const char* from;
        const char* to;
        const char* expected;
    } rows[] = {
        {"city = \"wuhan\"", "city = \"Wu Han\"",
         "city.toml:1: .city: expected lower-case letters, digits and hyphens\n"},
        {"= 480", "= 9999", "city.toml:6: .civil_offset_minutes: expected minutes between -840 and 840\n"},
        {"\"武汉\"", "\"\"", "city.toml:2: .name_zh: expected a name\n"},
    };
    for (const auto& row : rows) {
        Files files = good();
        auto& text = files["city.toml"];
        text.replace(text.find(row.from), std::string_view{row.from}.size(), row.to);
        EXPECT_EQ(faults(files), row.expected);
    }
}

TEST(Rulebook, RefusesAFolderThatIsNotThere) {
    const auto loaded = load_rulebook("/nowhere/at/all", sections);
    ASSERT_FALSE(loaded.ok());
    EXPECT_EQ(to_text(loaded.error().front()), "/nowhere/at/all: expected a folder that can be read");
}

TEST(Toml, CarriesEveryKindOfValue) {
    const auto read = read_toml(
        "a = 1\nb = -2.5\nc = true\nd = \"x\\n\\\"\\u0001\"\ne = [1, [2]]\nf = 08:30:00\n"
        "g = 2026-01-02T03:04:05Z\n[h.i]\nj = {}\n");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->json, R"({"a":1,"b":-2.5,"c":true,"d":"x\u000a\"\u0001","e":[1,[2]],"f":"08:30:00",)"
                          R"("g":"2026-01-02T03:04:05Z","h":{"i":{"j":{}}}})");
    EXPECT_EQ(read->line_of(".e[1][0]"), 5);
    EXPECT_EQ(read->line_of(".h.i.j"), 9);
    EXPECT_EQ(read->line_of(".h.i.missing"), 8);
    EXPECT_EQ(read->line_of(".nothing"), 0);
}

}  // namespace
}  // namespace anlan::adapters
