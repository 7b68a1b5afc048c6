// That a record was erased. What stood in it is not told, here least of all.
#pragma once
#include "base/instant.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::erasure {

// The keys were destroyed when this was durable, or will be at the next start.
struct RecordErased {
    static constexpr std::string_view wire = "erasure.record_erased.v1";
    std::string record;  // its stream: "inc_…"
    std::string rule;    // a code of retention.toml
    Jurisdiction where;  // whose record it was
    Instant closed_at{};
    std::vector<std::uint64_t> keys;
    Instant erased_at{};
};
BOOST_DESCRIBE_STRUCT(RecordErased, (), (record, rule, where, closed_at, keys, erased_at))

// "ers_" and the record's id with '-' for '_': the id follows from the record's.
inline std::string erasure_id_of(std::string_view record) {
    std::string id = "ers_";
    for (const char c : record) id += c == '_' ? '-' : c;
    return id;
}

using Event = std::variant<RecordErased>;

}  // namespace anlan::erasure
