// What a caller says, as words: folded for comparison, proposed as a class, and one address beside another.
// Two texts, parted by a line's end.
#include "base/check.hpp"
#include "codec/utf8.hpp"
#include "planning/address_match.hpp"
#include "planning/classification.hpp"
#include "planning/text.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace anlan;
using namespace anlan::planning;

ClassificationRules small_rules() {
    ClassificationRules rules;
    ClassRule fire;
    fire.class_code = "fire";
    fire.keywords = {{"火", 2, {}}, {"着火", 3, {}}, {"fire", 2, Priority::p1}};
    fire.cancelled_by = {"灭火器"};
    rules.classes = {fire};
    rules.urgent_words = {{"救命", 2, {}}};
    rules.negations = {"没有", "no "};
    return rules;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ClassificationRules rules = small_rules();
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    if (!codec::is_utf8(input)) return 0;  // nothing else comes past the reader of requests
    ANLAN_CHECK(folded_utf8(input).size() <= input.size(), "more letters than bytes");
    for (const auto& proposal : classify(rules, input))
        ANLAN_CHECK(proposal.share >= 0 && proposal.share <= 1, "a share that is none");
    const auto cut = std::min(input.find('\n'), input.size());
    const auto first = input.substr(0, cut);
    const auto second = input.substr(std::min(cut + 1, input.size()));
    const auto compared = compare_addresses(first, second, PairRarity{});
    double all = 0;
    for (const double probability : compared.probabilities) all += probability;
    ANLAN_CHECK(all > 0.999 && all < 1.001, "probabilities that are none");
    return 0;
}
