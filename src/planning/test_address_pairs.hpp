// Reads the labelled pairs of addresses of the shared data. The file is JSON lines of one fixed shape, so
// that a few searches for its keys read it.
#pragma once
#include "planning/address_match.hpp"
#include "planning/test_support.hpp"
#include "planning/text.hpp"

#include <fstream>

namespace anlan::planning::testing {

struct AddressPair {
    std::string query;
    std::string text;
    AddressRelation label = AddressRelation::different;
    bool for_fitting = false;  // by hash of the query's id; the other half is for measuring
};

// The string after `key` from `at` on; `at` moves behind it.
inline std::string value_after(const std::string& line, const std::string& key, std::size_t& at) {
    const std::size_t from = line.find(key, at);
    if (from == line.npos) {
        at = line.npos;
        return {};
    }
    std::string value;
    for (at = from + key.size(); at < line.size() && line[at] != '"'; ++at) {
        if (line[at] == '\\' && at + 1 < line.size()) ++at;
        value.push_back(line[at]);
    }
    return value;
}

inline std::vector<AddressPair> address_pairs(const std::filesystem::path& file) {
    std::vector<AddressPair> out;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        std::size_t at = 0;
        const std::string text_id = value_after(line, "\"text_id\": \"", at);
        std::uint64_t hash = 0;
        for (const char c : text_id) hash = mixed(hash ^ static_cast<unsigned char>(c));
        const std::string query = value_after(line, "\"query\": \"", at);
        while (true) {
            AddressPair pair{query, value_after(line, "{\"text\": \"", at), {}, hash % 2 == 0};
            if (at == line.npos) break;
            const std::string label = value_after(line, "\"label\": \"", at);
            pair.label = label == "完全匹配"   ? AddressRelation::same
                         : label == "部分匹配" ? AddressRelation::partial
                                               : AddressRelation::different;
            out.push_back(std::move(pair));
        }
    }
    return out;
}

}  // namespace anlan::planning::testing
