// Whatever is said of a place, and whatever the register calls its places: the input up to the first line end
// names one more place, the rest is the text. The answer keeps its promises: a resolved one has a place, a
// question has choices, and no choice is empty.
#include "base/check.hpp"
#include "codec/json.hpp"
#include "codec/utf8.hpp"
#include "planning/address.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace anlan;
using namespace anlan::planning;

PlaceEntry entry(std::string id, PlaceKind kind, std::string name, std::string district) {
    PlaceEntry out;
    out.place_id = PlaceId{std::move(id)};
    out.kind = kind;
    out.name = std::move(name);
    out.district = std::move(district);
    out.point = {30.54, 114.30};
    return out;
}

Gazetteer small_register() {
    auto house = entry("plc_4", PlaceKind::address, "", "武昌区");
    house.road = "解放路";
    house.number_from = 1;
    house.number_to = 99;
    auto shop = entry("plc_5", PlaceKind::poi, "户部巷", "武昌区");
    shop.aliases = {"小吃街"};
    shop.road = "解放路";
    auto crossing = entry("plc_6", PlaceKind::intersection, "", "江汉区");
    crossing.road = "建设大道";
    crossing.second_road = "青年路";
    return Gazetteer{{entry("plc_1", PlaceKind::district, "武昌区", ""),
                      entry("plc_2", PlaceKind::road, "解放路", "武昌区"),
                      entry("plc_3", PlaceKind::road, "解放路", "江汉区"), house, shop, crossing}};
}

void check(const AddressAnswer& answer) {
    ANLAN_CHECK((answer.verdict == AddressVerdict::resolved) == answer.place.has_value(),
                "resolved without a place, or a place that is not resolved");
    if (answer.verdict == AddressVerdict::ask) ANLAN_CHECK(!answer.choices.empty(), "asked without choices");
    std::size_t offered = 0;
    for (const AddressChoice& choice : answer.choices) {
        ANLAN_CHECK(!choice.candidates.empty(), "a choice of nothing");
        offered += choice.candidates.size();
    }
    ANLAN_CHECK(offered <= address_choices_max, "more choices than a person reads");
    if (answer.point) ANLAN_CHECK(is_valid(*answer.point), "a point that is not on the globe");
    ANLAN_CHECK(codec::is_utf8(codec::to_json(answer)), "an answer that is not UTF-8");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Gazetteer known = small_register();
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    if (!codec::is_utf8(input)) return 0;  // nothing else comes past the reader of requests
    const auto cut = std::min(input.find('\n'), input.size());
    const std::string name{input.substr(0, cut)};
    const std::string text{input.substr(std::min(cut + 1, input.size()))};
    check(resolve_address(known, {text, std::nullopt}));
    Gazetteer more = known;
    more.add(entry("plc_7", PlaceKind::poi, name, "江汉区"));
    check(resolve_address(more, {text, GeoPoint{30.6, 114.2}}));
    more.remove(PlaceId{"plc_7"});
    ANLAN_CHECK(more.size() == known.size(), "a place removed that still counts");
    return 0;
}
