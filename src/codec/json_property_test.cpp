// What must hold for any value and any text: what is written reads back as the same, and no text makes the
// reader do anything but read or refuse.
#include "codec/json.hpp"
#include "codec/utf8.hpp"

#include <gtest/gtest.h>

#include <random>

namespace anlan::codec {
namespace {

using Key = Strong<struct KeyTag, std::string>;
BOOST_DEFINE_ENUM_CLASS(Shape, round, square, long_and_thin)

struct Leaf {
    Key key;
    Shape shape = Shape::round;
    double weight = 0;
    std::optional<Instant> at;

    friend bool operator==(const Leaf&, const Leaf&) = default;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (key, shape, weight, at))

struct Tree {
    std::string name;
    std::int64_t number = 0;
    std::uint16_t count = 0;
    Minutes age{};
    bool tall = false;
    std::vector<Leaf> leaves;
    std::map<std::string, std::optional<Leaf>> named;
    std::set<std::string> words;
    PersonalText owner;

    friend bool operator==(const Tree&, const Tree&) = default;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (name, number, count, age, tall, leaves, named, words, owner))

class Chance {
public:
    explicit Chance(std::uint64_t seed) : engine_(seed) {}

    std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }
    std::uint64_t bits() { return engine_(); }

    std::string text() {
        std::string out;
        for (std::uint64_t i = below(12); i > 0; --i) {
            constexpr char32_t edges[] = {0,     0x1F,   '"',    '\\',   'a',    0x7F,   0x80,    0x7FF,
                                          0x800, 0xD7FF, 0xE000, 0x6C49, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF};
            append_utf8(out, edges[below(std::size(edges))]);
        }
        return out;
    }

    double number() {
        for (;;) {
            const auto value = std::bit_cast<double>(engine_());
            if (std::isfinite(value)) return value;
        }
    }

    Leaf leaf() {
        Leaf out{Key{text()}, enum_names_of<Shape>[below(3)].value, number(), std::nullopt};
        if (below(2) == 0) out.at = Instant{Millis{static_cast<std::int64_t>(below(253'402'300'800'000))}};
        return out;
    }

    Tree tree() {
        Tree out;
        out.name = text();
        out.number = static_cast<std::int64_t>(bits());
        out.count = static_cast<std::uint16_t>(bits());
        out.age = Minutes{static_cast<std::int64_t>(below(1'000'000'000))};
        out.tall = below(2) == 0;
        for (std::uint64_t i = below(4); i > 0; --i) out.leaves.push_back(leaf());
        for (std::uint64_t i = below(4); i > 0; --i) out.named[text()] = leaf();
        for (std::uint64_t i = below(4); i > 0; --i) out.words.insert(text());
        out.owner = PersonalText{text()};
        return out;
    }

private:
    std::mt19937_64 engine_;
};

// As the writer spells them: U+0000 to U+001F escaped, the others as they are.
bool says_control_character(const std::string& text) {
    return text.find("\\u00") != std::string::npos || has_control_character(text);
}

TEST(JsonProperty, AnyValueReadsBackAsItself) {
    Chance chance{20'261'122};
    for (int round = 0; round < 5'000; ++round) {
        const Tree tree = chance.tree();
        const std::string text = to_json(tree);
        for (const Unknown unknown : {Unknown::refuse, Unknown::ignore}) {
            const auto read = read_json<Tree>(text, unknown);
            if (unknown == Unknown::refuse && says_control_character(text)) {
                ASSERT_FALSE(read.ok()) << text;
                ASSERT_EQ(read.error().expected, json_no_control);
                continue;
            }
            ASSERT_TRUE(read.ok()) << read.error().path << ": " << read.error().expected << "\n" << text;
            ASSERT_EQ(read.value(), tree) << text;
        }
    }
}

TEST(JsonProperty, AnyDamagedTextIsReadOrRefusedAndWhatIsReadIsStable) {
    Chance chance{110};
    constexpr std::string_view spice = "{}[]\",:\\u0019-.eE+ntf\n\x80\xE6\xFF ";
    int refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text = to_json(chance.tree());
        for (std::uint64_t i = 1 + chance.below(3); i > 0 && !text.empty(); --i) {
            const std::size_t at = chance.below(text.size());
            if (chance.below(3) == 0)
                text.erase(at, 1 + chance.below(8));
            else if (chance.below(2) == 0)
                text.insert(at, 1, spice[chance.below(spice.size())]);
            else
                text[at] = spice[chance.below(spice.size())];
        }
        const auto read = read_json<Tree>(text, Unknown::ignore);
        if (!read.ok()) {
            ++refused;
            ASSERT_FALSE(read.error().expected.empty());
            ASSERT_TRUE(is_utf8(read.error().path));
            continue;
        }
        const std::string again = to_json(read.value());
        const auto second = read_json<Tree>(again, Unknown::refuse);
        ASSERT_TRUE(second.ok() || second.error().expected.starts_with("an integer from") ||
                    second.error().expected == json_no_control)
            << text << "\n"
            << again;
    }
    EXPECT_GT(refused, 10'000);
}

TEST(JsonProperty, Utf8IsTakenExactlyAsTheStandardHasIt) {
    struct Row {
        const char* bytes;
        std::size_t valid;
    };
    const Row rows[] = {{"", 0},
                        {"abcdefgh\x80", 8},
                        {"\xC1\xBF", 0},
                        {"\xC2\x80", 2},
                        {"\xE0\x9F\xBF", 0},
                        {"\xE0\xA0\x80", 3},
                        {"\xED\x9F\xBF", 3},
                        {"\xED\xA0\x80", 0},
                        {"\xEF\xBF\xBF", 3},
                        {"\xF0\x8F\xBF\xBF", 0},
                        {"\xF0\x90\x80\x80", 4},
                        {"\xF4\x8F\xBF\xBF", 4},
                        {"\xF4\x90\x80\x80", 0},
                        {"\xF5\x80\x80\x80", 0},
                        {"a\xE6\xB1", 1},
                        {"a\xE6\xB1z", 1}};
    for (const Row& row : rows) EXPECT_EQ(valid_utf8_prefix(row.bytes), row.valid) << row.bytes;
}

}  // namespace
}  // namespace anlan::codec
