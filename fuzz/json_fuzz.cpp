// The reader of JSON with every kind of value it knows, strict as with a body and lenient as with an event:
// what was read, written again and read again, is the same text.
#include "base/check.hpp"
#include "base/personal_text.hpp"
#include "codec/json.hpp"
#include "terms/ids.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace anlan;

BOOST_DEFINE_ENUM_CLASS(Colour, red, green)

struct Leaf {
    std::string a;
    bool b = false;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (a, b))

struct All {
    std::string a;
    std::optional<PostId> b;
    std::optional<Instant> c;
    std::optional<Millis> d;
    std::optional<std::int64_t> e;
    std::optional<std::uint8_t> f;
    std::optional<double> g;
    std::vector<Leaf> h;
    std::set<std::string> i;
    std::map<std::string, Leaf> j;
    std::optional<Colour> k;
    PersonalText l;
    codec::RawJson m;
    std::vector<std::vector<int>> n;
};
BOOST_DESCRIBE_STRUCT(All, (), (a, b, c, d, e, f, g, h, i, j, k, l, m, n))

void read(std::string_view text, codec::Unknown unknown) {
    const auto read = codec::read_json<All>(text, unknown);
    if (!read.ok()) {
        ANLAN_CHECK(!read.error().expected.empty(), "a refusal that does not say what was expected");
        return;
    }
    const auto written = codec::to_json(read.value());
    const auto again = codec::read_json<All>(written, unknown);
    ANLAN_CHECK(again.ok(), "what was written does not read");
    ANLAN_CHECK(codec::to_json(again.value()) == written, "what was read again is not the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    read(text, codec::Unknown::refuse);
    read(text, codec::Unknown::ignore);
    codec::JsonReader reader{text, codec::Unknown::ignore};
    std::string_view where;
    if (reader.skip_value(where)) ANLAN_CHECK(!where.empty(), "a value without characters");
    return 0;
}
