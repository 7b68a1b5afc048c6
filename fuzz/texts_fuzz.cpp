// The small texts: instants, civil times by a format, working hours, hashes, ids inside a JSON text, packed
// positions, the note of a log's head. What is read can be written, and comes back.
#include "adapters/sqlite/head_note.hpp"
#include "base/check.hpp"
#include "base/instant.hpp"
#include "base/sortable_id.hpp"
#include "base/work_calendar.hpp"
#include "kernel/named_ids.hpp"
#include "kernel/record.hpp"
#include "ports/packed_positions.hpp"
#include "ports/snapshot_store.hpp"
#include "sim/replay/civil_format.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace anlan;

void civil(std::string_view text) {
    const auto cut = std::min(text.find('\n'), text.size());
    const auto format = text.substr(0, cut);
    const auto rest = text.substr(std::min(cut + 1, text.size()));
    (void)sim::read_civil(text, "%Y-%m-%d %I:%M:%S %p", Minutes{480});
    if (!sim::is_civil_format(format)) return;
    if (const auto instant = sim::read_civil(rest, format, Minutes{-840})) (void)to_text(*instant);
}

void calendar(std::string_view text) {
    const auto cut = std::min(text.find('\n'), text.size());
    const std::string first{text.substr(0, cut)};
    const std::string second{text.substr(std::min(cut + 1, text.size()))};
    WorkRules rules{
        {1, 2, 3, 4, 5}, {{"08:30", "12:00"}, {first, second}}, {{first, second, "", "", false}}, {}};
    (void)WorkCalendar::from(rules, Minutes{480}).ok();
    rules.hours.pop_back();
    const auto read = WorkCalendar::from(rules, Minutes{480});
    if (read.ok()) (void)read->after(Instant{Millis{1'700'000'000'000}}, Hours{20});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto instant = instant_from_text(text))
        ANLAN_CHECK(instant_from_text(to_text(*instant)) == instant, "an instant that is not read back");
    civil(text);
    calendar(text);
    if (const auto hash = kernel::hash_from_hex(text))
        ANLAN_CHECK(kernel::to_hex(*hash) == text, "a hash that is not read back");
    for (const auto& named : kernel::named_ids(text))
        ANLAN_CHECK(named.size() > 4 && is_id_of(named.substr(0, 3), named), "an id that is none");
    if (const auto positions = ports::unpack_positions(text))
        ANLAN_CHECK(ports::pack_positions(*positions) == text, "positions that are not read back");
    if (const auto facets = ports::facets_from(text))
        ANLAN_CHECK(ports::facets_from(ports::facets_text(*facets)) == facets,
                    "facets that are not read back");
    if (const auto head = adapters::head_from_note(text))
        ANLAN_CHECK(adapters::head_note_of(*head) == text, "a note that is not read back");
    return 0;
}
