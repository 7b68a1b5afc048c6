// Reads the labelled addresses of the shared data, and measures a parser on them.
#pragma once
#include "planning/address_tagger.hpp"
#include "planning/test_support.hpp"
#include "planning/text.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <optional>

namespace anlan::planning::testing {

inline AddressPart part_named(std::string name) {
    static const std::map<std::string, AddressPart> names = {
        {"prov", AddressPart::province},
        {"city", AddressPart::city},
        {"district", AddressPart::district},
        {"town", AddressPart::town},
        {"community", AddressPart::community},
        {"devZone", AddressPart::dev_zone},
        {"road", AddressPart::road},
        {"roadno", AddressPart::road_number},
        {"subRoad", AddressPart::sub_road},
        {"subroad", AddressPart::sub_road},
        {"subroadno", AddressPart::sub_road_number},
        {"subRoadno", AddressPart::sub_road_number},
        {"poi", AddressPart::poi},
        {"subpoi", AddressPart::sub_poi},
        {"houseno", AddressPart::house_number},
        {"cellno", AddressPart::cell},
        {"floorno", AddressPart::floor},
        {"roomno", AddressPart::room},
        {"assist", AddressPart::assist},
        {"person", AddressPart::person},
        {"country", AddressPart::country},
        {"redundant", AddressPart::redundant},
    };
    const auto found = names.find(name);
    return found == names.end() ? AddressPart::other : found->second;
}

inline std::vector<LabelledAddress> labelled_addresses(const std::filesystem::path& file) {
    std::vector<LabelledAddress> out;
    std::ifstream in(file);
    LabelledAddress address;
    const auto finish = [&] {
        if (!address.tokens.empty()) out.push_back(std::move(address));
        address = {};
    };
    for (std::string line; std::getline(in, line);) {
        const std::size_t blank = line.find(' ');
        if (blank == line.npos || line.size() < blank + 4) {
            finish();
            continue;
        }
        address.tokens.push_back(decoded(line.substr(0, blank)));
        address.begins.push_back(line[blank + 1] == 'B');
        address.parts.push_back(part_named(line.substr(blank + 3)));
    }
    finish();
    return out;
}

using TokenParser = std::function<std::vector<AddressElement>(const std::vector<std::u32string>&)>;

// Micro F1 over whole elements: part, begin and end must all be right.
inline double element_f1(const std::vector<LabelledAddress>& addresses, const TokenParser& parse,
                         const char* what) {
    std::array<int, address_parts> right{}, said{}, there{};
    for (const LabelledAddress& address : addresses) {
        std::map<std::pair<std::size_t, std::size_t>, AddressPart> truth;
        for (std::size_t i = 0, begin = 0; i < address.tokens.size(); ++i) {
            if (address.begins[i]) begin = i;
            if (i + 1 < address.tokens.size() && !address.begins[i + 1]) continue;
            truth[{begin, i + 1 - begin}] = address.parts[i];
            there[static_cast<std::size_t>(address.parts[i])] += 1;
        }
        for (const AddressElement& element : parse(address.tokens)) {
            said[static_cast<std::size_t>(element.part)] += 1;
            const auto found = truth.find({element.token, element.tokens});
            if (found != truth.end() && found->second == element.part)
                right[static_cast<std::size_t>(element.part)] += 1;
        }
    }
    int r = 0, s = 0, t = 0;
    std::string detail;
    for (std::size_t i = 0; i < address_parts; ++i) {
        r += right[i], s += said[i], t += there[i];
        if (there[i] < 100) continue;
        char text[80];
        std::snprintf(text, sizeof text, " %s %.2f",
                      boost::describe::enum_to_string(static_cast<AddressPart>(i), "?"),
                      2.0 * right[i] / std::max(1, said[i] + there[i]));
        detail += text;
    }
    const double f1 = 2.0 * r / std::max(1, s + t);
    std::printf("[ measured ] %s: %zu addresses, element F1 %.4f (precision %.4f, recall %.4f);%s\n", what,
                addresses.size(), f1, static_cast<double>(r) / std::max(1, s),
                static_cast<double>(r) / std::max(1, t), detail.c_str());
    return f1;
}

}  // namespace anlan::planning::testing
