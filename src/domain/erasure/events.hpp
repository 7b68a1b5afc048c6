// That a record was erased, is to be at once, or must not be. What stood in it is not told, here least of
// all.
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
    std::vector<std::uint64_t> keys;  // none: it was ordered, and nothing was left to erase
    Instant erased_at{};
};
BOOST_DESCRIBE_STRUCT(RecordErased, (), (record, rule, where, closed_at, keys, erased_at))

// Somebody whose data it is asked for it before its day, and two persons agreed: erased at once.
struct EarlyErasureOrdered {
    static constexpr std::string_view wire = "erasure.early_ordered.v1";
    std::string record;
    Jurisdiction where;
    std::string reason;
    std::string basis;    // the law that gives the right
    std::string request;  // reference of the person's request, on paper or elsewhere; no name
    Instant ordered_at{};
};
BOOST_DESCRIBE_STRUCT(EarlyErasureOrdered, (), (record, where, reason, basis, request, ordered_at))

// The record is evidence, or may be: nothing erases it while this holds.
struct HoldPlaced {
    static constexpr std::string_view wire = "erasure.hold_placed.v1";
    std::string record;
    Jurisdiction where;
    std::string hold_id;  // "h1" within the record
    std::string reason;
    std::string basis;
    std::string placed_by;
    Instant placed_at{};

    friend bool operator==(const HoldPlaced&, const HoldPlaced&) = default;
};
BOOST_DESCRIBE_STRUCT(HoldPlaced, (), (record, where, hold_id, reason, basis, placed_by, placed_at))

struct HoldLifted {
    static constexpr std::string_view wire = "erasure.hold_lifted.v1";
    std::string record;
    std::string hold_id;
    std::string reason;
    Instant lifted_at{};
};
BOOST_DESCRIBE_STRUCT(HoldLifted, (), (record, hold_id, reason, lifted_at))

// The rule of an erasure that was ordered, in RecordErased: no row of retention.toml.
inline constexpr std::string_view on_request = "on_request";

// "ers_" and the record's id with '-' for '_': the id follows from the record's.
inline std::string erasure_id_of(std::string_view record) {
    std::string id = "ers_";
    for (const char c : record) id += c == '_' ? '-' : c;
    return id;
}

using Event = std::variant<RecordErased, EarlyErasureOrdered, HoldPlaced, HoldLifted>;

}  // namespace anlan::erasure
