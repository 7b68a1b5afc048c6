#include "codec/json.hpp"
#include "codec/personal.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace anlan::codec {
namespace {

using CrewId = Strong<struct CrewIdTag, std::string>;
using Speed = Strong<struct SpeedTag, double>;
BOOST_DEFINE_ENUM_CLASS(Colour, red, amber, green)

struct Unit {
    CrewId crew_id;
    std::int32_t crew = 0;
    Colour colour = Colour::red;

    friend bool operator==(const Unit&, const Unit&) = default;
};
BOOST_DESCRIBE_STRUCT(Unit, (), (crew_id, crew, colour))

struct Story {
    std::string title;
    Instant at;
    Seconds lasted{};
    Millis lag{};
    bool loud = false;
    std::uint64_t position = 0;
    std::int8_t small = 0;
    Speed speed;
    std::optional<double> ratio;
    std::vector<Unit> units;
    std::map<std::string, int> counts;
    std::map<CrewId, std::vector<Colour>> seen;
    std::set<std::string> words;
    PersonalText caller;

    friend bool operator==(const Story&, const Story&) = default;
};
BOOST_DESCRIBE_STRUCT(Story, (),
                      (title, at, lasted, lag, loud, position, small, speed, ratio, units, counts, seen,
                       words, caller))

struct Small {
    std::string name;
    int count = 7;
    std::optional<int> extra;

    friend bool operator==(const Small&, const Small&) = default;
};
BOOST_DESCRIBE_STRUCT(Small, (), (name, count, extra))

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

struct Carrier {
    std::string wire;
    RawJson payload;
};
BOOST_DESCRIBE_STRUCT(Carrier, (), (wire, payload))

Story full_story() {
    return {.title = "桥上\n\"事故\" \\ 🚒",
            .at = *instant_from_text("2026-11-22T08:00:00.250Z"),
            .lasted = Seconds{90},
            .lag = Millis{-5},
            .loud = true,
            .position = std::numeric_limits<std::uint64_t>::max(),
            .small = -128,
            .speed = Speed{0.1},
            .ratio = 1e300,
            .units = {{CrewId{"crew_1"}, 4, Colour::green}, {CrewId{""}, 0, Colour::red}},
            .counts = {{"a b", 1}, {"路", -2}},
            .seen = {{CrewId{"c"}, {Colour::amber}}, {CrewId{"d"}, {}}},
            .words = {"fire", "水"},
            .caller = PersonalText{"王 136"}};
}

template <class T>
std::string refusal(std::string_view text, Unknown unknown = Unknown::refuse) {
    auto read = read_json<T>(text, unknown);
    return read.ok() ? "read" : read.error().path + ": " + read.error().expected;
}

TEST(Json, WritesMembersInOrderWithoutBlanksAndLeavesOutWhatIsNotThere) {
    EXPECT_EQ(to_json(Small{"x", 3, std::nullopt}), R"({"name":"x","count":3})");
    EXPECT_EQ(to_json(Small{"x", 3, 4}), R"({"name":"x","count":3,"extra":4})");
    EXPECT_EQ(to_json(Nothing{}), "{}");
    EXPECT_EQ(
        to_json(full_story()),
        R"({"title":"桥上\n\"事故\" \\ 🚒","at":"2026-11-22T08:00:00.250Z","lasted":90,"lag":-5,)"
        R"("loud":true,"position":18446744073709551615,"small":-128,"speed":0.1,"ratio":1e+300,)"
        R"("units":[{"crew_id":"crew_1","crew":4,"colour":"green"},{"crew_id":"","crew":0,"colour":"red"}],)"
        R"("counts":{"a b":1,"路":-2},"seen":{"c":["amber"],"d":[]},"words":["fire","水"],)"
        R"("caller":"王 136"})");
}

TEST(Json, ReadsWhatItWrote) {
    const auto read = read_json<Story>(to_json(full_story()), Unknown::refuse);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value(), full_story());
}

TEST(Json, ReadsBlanksAnyOrderAndEscapes) {
    const auto read = read_json<Small>(
        " {\n\t\"count\" : 5 ,\r \"n\\u0061me\":\"\\u6865\\ud83d\\ude92\\/\" } ", Unknown::refuse);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value(), (Small{"桥🚒/", 5, std::nullopt}));
}

TEST(Json, NullIsAnEmptyOptionalAndNothingElse) {
    EXPECT_EQ(refusal<Small>(R"({"name":"x","count":1,"extra":null})"), "read");
    EXPECT_EQ(refusal<Small>(R"({"name":null,"count":1})"), ".name: a text");
}

TEST(Json, AnEventMayLackMembersAndHaveOthers) {
    const auto read = read_json<Small>(R"({"later":{"a":[1,{"b":"\n"}]},"name":"x"})", Unknown::ignore);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value(), (Small{"x", 7, std::nullopt}));
    EXPECT_EQ(refusal<Small>(R"({"later":{"a":[1,}})", Unknown::ignore),
              ": well-formed JSON (error at byte 17)");
}

TEST(Json, ACommandMustSayAllButListsOptionsTextsAboutPeopleAndTicks) {
    EXPECT_EQ(
        refusal<Story>(R"({"title":"t","at":"2026-11-22T08:00:00Z","lasted":1,"lag":1,"position":1,"small":1,
                                 "speed":1})"),
        "read");
}

TEST(Json, RefusalsNamePathAndExpectation) {
    struct Row {
        const char* text;
        const char* refusal;
    };
    const std::string deep(40, '[');
    const Row rows[] = {
        {"", ": well-formed JSON (error at byte 0)"},
        {"{", ": well-formed JSON (error at byte 1)"},
        {R"({"units":)", ": well-formed JSON (error at byte 9)"},
        {R"({"units":[],})", ": well-formed JSON (error at byte 12)"},
        {R"({"units":[{"crew":1},]})", ".units[0].crew_id: required member is missing"},
        {R"({"units":[] "loud":true})", ": well-formed JSON (error at byte 12)"},
        {R"({"units":nul})", ": well-formed JSON (error at byte 9)"},
        {R"({"loud":truth})", ": well-formed JSON (error at byte 8)"},
        {R"({"title":"a)", ": well-formed JSON (error at byte 11)"},
        {"{\"title\":\"a\nb\"}", ": well-formed JSON (error at byte 11)"},
        {R"({"title":"\x"})", ": well-formed JSON (error at byte 11)"},
        {R"({"title":"\ud800"})", ": well-formed JSON (error at byte 16)"},
        {R"({"title":"\udc00"})", ": well-formed JSON (error at byte 16)"},
        {R"({"small":01})", ": well-formed JSON (error at byte 10)"},
        {R"({"small":-})", ": well-formed JSON (error at byte 10)"},
        {R"({"small":1.})", ": well-formed JSON (error at byte 11)"},
        {R"({"small":+1})", ": well-formed JSON (error at byte 9)"},
        {R"({"speed":NaN})", ": well-formed JSON (error at byte 9)"},
        {"\xEF\xBB\xBF{}", ": well-formed JSON (error at byte 0)"},
        {"[]", ": an object"},
        {"3", ": an object"},
        {R"({"crew":1})", ".crew: unknown member"},
        {R"({"a b":1})", "[\"a b\"]: unknown member"},
        {R"({"title":1})", ".title: a text"},
        {"{\"title\":\"\xC0\x80\"}", ".title: valid UTF-8"},
        {"{\"title\":\"\xED\xA0\x80\"}", ".title: valid UTF-8"},
        {"{\"title\":\"\xB9\xFA\"}", ".title: valid UTF-8"},
        {R"({"title":"a","title":"b"})", ".title: each member once"},
        {R"({"loud":1})", ".loud: true or false"},
        {R"({"at":"yesterday"})", ".at: a time like 2026-11-22T08:00:00.000Z"},
        {R"({"at":"0000-01-01T00:00:00+08:00"})", ".at: a time like 2026-11-22T08:00:00.000Z"},
        {R"({"at":"9999-12-31T23:59:59-08:00"})", ".at: a time like 2026-11-22T08:00:00.000Z"},
        {R"({"at":1700000000})", ".at: a text"},
        {R"({"lasted":1.5})", ".lasted: an integer"},
        {R"({"lasted":"90"})", ".lasted: an integer"},
        {R"({"lasted":9223372036854775807})", ".lasted: an integer from -316224000000 to 316224000000"},
        {R"({"position":-1})", ".position: an integer that is not negative"},
        {R"({"position":18446744073709551616})", ".position: an integer of at most 64 bits"},
        {R"({"small":128})", ".small: an integer from -128 to 127"},
        {R"({"small":1e1})", ".small: an integer"},
        {R"({"speed":1e999})", ".speed: a number that a double can hold"},
        {R"({"speed":"1"})", ".speed: a number"},
        {R"({"units":{}})", ".units: a list"},
        {R"({"units":[{"crew_id":"c","crew":"four"}]})", ".units[0].crew: an integer"},
        {R"({"units":[{"crew_id":"c","crew":1,"colour":"red"},{"colour":"blue"}]})",
         ".units[1].colour: one of red, amber, green"},
        {R"({"counts":[]})", ".counts: an object"},
        {R"({"counts":{"a":1,"a":2}})", ".counts.a: each member once"},
        {R"({"counts":{"a b":"x"}})", ".counts[\"a b\"]: an integer"},
        {R"({"seen":{"c":["red","blue"]}})", ".seen.c[1]: one of red, amber, green"},
        {R"({"words":["a","b","a"]})", ".words[2]: each entry once"},
        {R"({"title":"t"} x)", ".at: required member is missing"},
    };
    for (const Row& row : rows) EXPECT_EQ(refusal<Story>(row.text), row.refusal) << row.text;
    EXPECT_EQ(refusal<Small>(R"({"name":"t","count":1} x)"), ": well-formed JSON (error at byte 23)");
    EXPECT_EQ(refusal<Small>(R"({"later":)" + deep, Unknown::ignore), ": at most 32 levels");
}

TEST(Json, AnIdFromOutsideIsShortAndOneFromTheLogIsNot) {
    const std::string text =
        R"({"crew_id":")" + std::string(json_id_max + 1, 'x') + R"(","crew":1,"colour":"red"})";
    EXPECT_EQ(refusal<Unit>(text), ".crew_id: a text of at most 200 bytes");
    EXPECT_EQ(refusal<Unit>(text, Unknown::ignore), "read");
}

TEST(Json, ATextFromOutsideHasALimit) {
    const std::string filler(json_text_max, ' ');
    EXPECT_EQ(refusal<Small>(filler + "{}"), ": a text of at most 1048576 bytes");
    EXPECT_EQ(refusal<Small>(filler + "{}", Unknown::ignore), "read");
}

TEST(Json, DeepTextIsRefusedBeforeTheStackEnds) {
    EXPECT_EQ(refusal<Carrier>(R"({"wire":"w","payload":)" + std::string(500'000, '[') + '}'),
              ".payload: at most 32 levels");
}

TEST(Json, RawJsonIsCarriedThroughAndStillChecked) {
    auto read = read_json<Carrier>(R"({"wire":"w","payload": {"a": [1, 2]} })", Unknown::refuse);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(to_json(read.value()), R"({"wire":"w","payload":{"a": [1, 2]}})");
    EXPECT_EQ(refusal<Carrier>(R"({"wire":"w","payload":{"a":}})"), ": well-formed JSON (error at byte 27)");
}

TEST(Json, BytesThatAreNoTextAreWrittenSoThatTheyCanBeRead) {
    const std::string text =
        to_json(Small{"ab\xB9\xFA"
                      "c\xE6",
                      1,
                      {}});
    EXPECT_EQ(text, "{\"name\":\"ab\uFFFD\uFFFDc\uFFFD\",\"count\":1}");
    EXPECT_EQ(refusal<Small>(text), "read");
}

TEST(Json, ControlCharactersThatWereKeptRoundTrip) {
    std::string all;
    for (char c = 0; c < 0x7F; ++c) all += c;
    all += '\x7F';
    const auto read = read_json<Small>(to_json(Small{all, 1, {}}), Unknown::ignore);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->name, all);
}

TEST(Json, ControlCharactersFromOutsideAreRefusedButTabsAndLineBreaks) {
    const std::string refused = ".name: " + std::string{json_no_control};
    const auto said = [](const std::string& name) {
        return refusal<Small>("{\"name\":\"" + name + "\",\"count\":1}");
    };
    for (const char* plain : {"一行\\n又一行", "a\\tb", "a\\r\\nb", "\\u0020", "~", "\\u00a0", "汉\u00e9"})
        EXPECT_EQ(said(plain), "read") << plain;
    for (const char* control : {"\\u0000", "a\\u0001b", "\\b", "\\f", "\\u001b[2J", "\\u001F", "\x7F",
                                "\\u007f", "\\u0080", "\\u009f", "\xC2\x85"})
        EXPECT_EQ(said(control), refused) << control;
}

TEST(Json, NumbersAreShortestAndExact) {
    const double values[] = {
        0, -0.0, 0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308, 30.58, 114.3, 1e21, 123456789012345680.0};
    for (const double value : values) {
        const auto read = read_json<double>(to_json(value), Unknown::refuse);
        ASSERT_TRUE(read.ok()) << to_json(value);
        EXPECT_EQ(std::bit_cast<std::uint64_t>(read.value()), std::bit_cast<std::uint64_t>(value));
    }
    EXPECT_EQ(to_json(30.58), "30.58");
    EXPECT_EQ(to_json(30.0), "30");
}

TEST(Json, PersonalTextIsFoundHoweverDeep) {
    static_assert(holds_personal_text<Story>);
    static_assert(holds_personal_text<std::optional<std::vector<std::map<std::string, Story>>>>);
    static_assert(!holds_personal_text<Unit>);
    static_assert(!holds_personal_text<std::vector<Small>>);
}

struct Told {
    PersonalText name;
    std::optional<PersonalText> number;
    std::vector<std::map<std::string, PersonalText>> said;
    int count = 0;
};
BOOST_DESCRIBE_STRUCT(Told, (), (name, number, said, count))

TEST(Json, APersonalTextIsKeptSealedAndReadsAsErasedWhenItsKeyIsGone) {
    Told told{PersonalText::sealed("abc"), PersonalText{"138"}, {{{"a", PersonalText::erased()}}}, 1};
    const std::string text =
        R"({"name":{"sealed":"abc"},"number":"138","said":[{"a":{"erased":true}}],"count":1})";
    EXPECT_EQ(to_json(told), text);
    const auto read = read_json<Told>(text, Unknown::ignore);
    ASSERT_TRUE(read.ok()) << read.error().path << read.error().expected;
    EXPECT_EQ(read->name, PersonalText::sealed("abc"));
    EXPECT_NE(read->name, PersonalText{"abc"});
    EXPECT_EQ(read->said[0].at("a"), PersonalText::erased());
    // What people send is text: nobody smuggles in a ciphertext.
    const auto sent = read_json<Told>(R"({"name":{"sealed":"abc"},"count":1})", Unknown::refuse);
    ASSERT_FALSE(sent.ok());
    EXPECT_EQ(sent.error().path, ".name");
    EXPECT_FALSE(read_json<Told>(R"({"name":{"sealed":7}})", Unknown::ignore).ok());
}

TEST(Json, EachPersonalTextIsVisitedInOrder) {
    Told told{
        PersonalText{"a"}, PersonalText{"b"}, {{{"x", PersonalText{"c"}}}, {{"y", PersonalText{"d"}}}}, 1};
    std::string seen;
    each_personal(told, [&](PersonalText& text) {
        seen += text.reveal();
        text = PersonalText::erased();
    });
    EXPECT_EQ(seen, "abcd");
    EXPECT_EQ(told.number, PersonalText::erased());
    int plain = 7;
    each_personal(plain, [&](PersonalText&) { FAIL() << "an integer holds no text"; });
}

TEST(Json, SchemaSaysWhatTheReaderDemands) {
    EXPECT_EQ(schema<Small>(), R"({"type":"object","properties":{"name":{"type":"string"},)"
                               R"("count":{"type":"integer","minimum":-2147483648,"maximum":2147483647},)"
                               R"("extra":{"type":"integer","minimum":-2147483648,"maximum":2147483647}},)"
                               R"("required":["name","count"]})");
    EXPECT_EQ(schema<Nothing>(Unknown::refuse),
              R"({"type":"object","properties":{},"additionalProperties":false})");
    const std::string story = schema<Story>();
    EXPECT_TRUE(read_json<RawJson>(story, Unknown::refuse).ok());
    for (const char* part : {R"("at":{"type":"string","format":"date-time"})",
                             R"("lasted":{"type":"integer","x-unit":"seconds"})",
                             R"("lag":{"type":"integer","x-unit":"milliseconds"})",
                             R"("caller":{"type":["string","object"],"x-personal":true,)",
                             R"("crew_id":{"type":"string","maxLength":200,"x-id":true})",
                             R"("colour":{"type":"string","enum":["red","amber","green"]})",
                             R"("words":{"type":"array","uniqueItems":true,"items":{"type":"string"}})",
                             R"("position":{"type":"integer","minimum":0,"format":"uint64"})"})
        EXPECT_NE(story.find(part), std::string::npos) << part << "\n" << story;
}

}  // namespace
}  // namespace anlan::codec
