// Whatever is reported of a dispute: the input's lines are the text, the place, the number. What is found
// keeps its promises: never the report itself, each with reasons, the likeliest first.
#include "base/check.hpp"
#include "codec/utf8.hpp"
#include "planning/repeat_finder.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace anlan;
using namespace anlan::planning;

constexpr Instant january{Millis{1'768'000'000'000}};

RepeatRules small_rules() {
    RepeatRules rules;
    rules.weights = {16,  0,  11, -0.5, 9, 3.5, -3, 3, 1, 0.5, -1, 7, 1,    0,  10,  2.5,
                     5.5, 16, -2, 5,    1, 0,   1,  6, 4, 2,   -6, 2, -0.5, 40, 110, 400};
    rules.wording.surnames = "王李张";
    rules.wording.before_surname = {"老"};
    rules.wording.after_surname = {"某"};
    rules.wording.before_name = {"称"};
    rules.wording.around_name = "和的";
    rules.wording.no_names = {"小区"};
    rules.wording.before_nickname = {"外号"};
    rules.wording.building = {"栋"};
    rules.wording.unit = {"单元"};
    rules.wording.room = {"室"};
    rules.wording.again = {"又来"};
    rules.wording.alike = {"王汪"};
    rules.kinds = {{"home", "家庭", "home", {"dispute.family"}}};
    return rules;
}

PastReport report(std::string id, Instant at, std::string_view text, std::string_view place,
                  std::string_view number) {
    return {IncidentId{std::move(id)},
            GeoPoint{30.54, 114.30},
            "dispute.family",
            at,
            PersonalText{std::string{text}},
            PersonalText{std::string{place}},
            PersonalText{std::string{number}}};
}

std::string_view line_of(std::string_view& input) {
    const auto cut = std::min(input.find('\n'), input.size());
    const auto line = input.substr(0, cut);
    input.remove_prefix(std::min(cut + 1, input.size()));
    return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const RepeatRules rules = small_rules();
    std::string_view input{reinterpret_cast<const char*>(data), size};
    if (!codec::is_utf8(input)) return 0;  // nothing else comes past the reader of requests
    const auto text = line_of(input);
    const auto place = line_of(input);
    const auto number = line_of(input);
    static const RepeatReader reader{rules.wording, DigestKey{7, 9}};
    ANLAN_CHECK(reader.read(text, place).written == reader.read(text, place).written, "read in two ways");
    RepeatFinder finder{rules, DigestKey{7, 9}, Hours{24 * 365}};
    finder.add(report("inc_1", january, "老王和李某又来吵架", "东湖花园12栋3单元501室", "13812345678"));
    finder.add(report("inc_2", january, text, place, number));
    const auto asked = report("inc_3", january + Hours{24}, text, place, number);
    const auto hits = finder.find(asked);
    ANLAN_CHECK(hits.size() <= 2, "more is found than was reported");
    double before = hits.empty() ? 0 : hits.front().bits;
    for (const auto& hit : hits) {
        ANLAN_CHECK(hit.incident_id != asked.incident_id, "a report is found by itself");
        ANLAN_CHECK(!hit.evidence.empty(), "found without a reason");
        ANLAN_CHECK(hit.bits <= before, "the likeliest is not the first");
        before = hit.bits;
        for (const auto& reason : hit.evidence)
            for (const auto& word : reason.words)
                ANLAN_CHECK(codec::is_utf8(word.reveal()), "words that are not UTF-8");
    }
    finder.remove(IncidentId{"inc_2"});
    finder.add(asked);
    ANLAN_CHECK(finder.size() == 2, "a report removed that still counts");
    return 0;
}
