#include "codec/json_read.hpp"

#include <bitset>

namespace anlan::codec::detail {
namespace {

using Rows = std::span<const MemberRow>;
using Seen = std::bitset<members_max>;

// The row of that name, looked for from `hint` on; as many as there are: none.
std::size_t find_row(Rows rows, std::string_view name, std::size_t hint) {
    for (std::size_t step = 0; step < rows.size(); ++step) {
        const std::size_t i = hint + step < rows.size() ? hint + step : hint + step - rows.size();
        if (rows[i].name == name) return i;
    }
    return rows.size();
}

bool check_missing(JsonReader& reader, Rows rows, const Seen& seen) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (seen[i] || rows[i].may_miss) continue;
        reader.fail("required member is missing");
        return reader.under_member(rows[i].name);
    }
    return true;
}

}  // namespace

bool read_members(JsonReader& reader, void* owner, Rows rows) {
    Seen seen;
    std::size_t hint = 0;
    bool first = true;
    std::string_view name;
    if (!reader.enter_object()) return false;
    for (;;) {
        const auto step = reader.next_member(first, name);
        if (step == JsonReader::Step::failed) return false;
        if (step == JsonReader::Step::end) break;
        const std::size_t i = find_row(rows, name, hint);
        if (i == rows.size()) {
            if (reader.unknown() == Unknown::ignore) {
                if (!reader.skip_value()) return false;
                continue;
            }
            reader.fail("unknown member");
            return reader.under_member(name);
        }
        if (seen[i]) {
            reader.fail("each member once");
            return reader.under_member(rows[i].name);
        }
        seen[i] = true;
        if (!rows[i].read(reader, owner)) return reader.under_member(rows[i].name);
        hint = i + 1 == rows.size() ? 0 : i + 1;
    }
    return reader.unknown() == Unknown::ignore || check_missing(reader, rows, seen);
}

bool read_instant(JsonReader& reader, Instant& out) {
    constexpr Instant first = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
    constexpr Instant behind_last = std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1};
    std::string_view text;
    if (!reader.read_name(text)) return false;
    const auto instant = instant_from_text(text);
    if (!instant || *instant < first || *instant >= behind_last)
        return reader.fail("a time like 2026-11-22T08:00:00.000Z");
    out = *instant;
    return true;
}

bool read_id(JsonReader& reader, std::string& out) {
    if (!reader.read_string(out)) return false;
    // What stands in the log already was let in under the limit of its day.
    if (reader.unknown() == Unknown::ignore || out.size() <= json_id_max) return true;
    return reader.fail("a text of at most " + std::to_string(json_id_max) + " bytes");
}

bool read_personal(JsonReader& reader, PersonalText& out) {
    std::string text;
    if (reader.unknown() == Unknown::refuse || !reader.at_object()) {
        if (!reader.read_string(text)) return false;
        out = PersonalText{std::move(text)};
        return true;
    }
    if (!reader.enter_object()) return false;
    out = PersonalText::erased();
    bool first = true;
    std::string_view name;
    for (;;) {
        const auto step = reader.next_member(first, name);
        if (step != JsonReader::Step::item) return step == JsonReader::Step::end;
        if (name != "sealed") {
            if (!reader.skip_value()) return false;
            continue;
        }
        if (!reader.read_string(text)) return reader.under_member("sealed");
        out = PersonalText::sealed(std::move(text));
    }
}

bool read_duration(JsonReader& reader, std::int64_t& out, std::int64_t units_max) {
    if (!reader.read_signed(out)) return false;
    if (out >= -units_max && out <= units_max) return true;
    return fail_range(reader, -units_max, static_cast<std::uint64_t>(units_max));
}

bool fail_range(JsonReader& reader, std::int64_t low, std::uint64_t high) {
    return reader.fail("an integer from " + std::to_string(low) + " to " + std::to_string(high));
}

bool fail_enum(JsonReader& reader, std::size_t count, std::string_view (*name_at)(std::size_t)) {
    std::string names = "one of ";
    for (std::size_t i = 0; i < count; ++i) {
        if (i != 0) names += ", ";
        names += name_at(i);
    }
    return reader.fail(std::move(names));
}

}  // namespace anlan::codec::detail

namespace anlan::codec {

std::optional<JsonError> read_json_with(std::string_view text, Unknown unknown, ReadValue read, void* out) {
    const std::size_t text_max = unknown == Unknown::refuse ? json_text_max : json_own_text_max;
    if (text.size() > text_max)
        return JsonError{"", "a text of at most " + std::to_string(text_max) + " bytes"};
    JsonReader reader{text, unknown};
    if (!read(reader, out) || !reader.at_end()) return std::move(reader).take_error();
    return std::nullopt;
}

}  // namespace anlan::codec
