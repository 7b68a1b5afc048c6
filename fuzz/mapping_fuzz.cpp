// A mapping file and the log it maps, both hostile: the input up to the first zero byte is TOML, the rest is
// CSV.
#include "adapters/rulebook/toml_text.hpp"
#include "base/check.hpp"
#include "codec/json.hpp"
#include "sim/replay/csv.hpp"
#include "sim/replay/mapping.hpp"
#include "sim/replay/real_log.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

// Columns a to f, so that a fuzzer that knows only letters reaches the reader of rows.
anlan::sim::Mapping small_mapping() {
    anlan::sim::Mapping mapping;
    mapping.time_format = "%H:%M %d.%m.%Y";
    mapping.columns.call = "a";
    mapping.columns.unit = "b";
    mapping.columns.type = "c";
    mapping.columns.received = "d";
    mapping.columns.dispatch = "e";
    mapping.columns.point = "f";
    return mapping;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace anlan;
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto cut = std::min(input.find('\0'), input.size());
    const std::string_view csv = input.substr(std::min(cut + 1, input.size()));
    if (const auto toml = adapters::read_toml(input.substr(0, cut)); toml.ok()) {
        const auto mapping = codec::read_json<sim::Mapping>(toml.value().json, codec::Unknown::refuse);
        if (mapping.ok() && !sim::check_mapping(mapping.value()))
            (void)sim::read_real_log(csv, mapping.value(), {}).ok();
    }
    sim::CsvReader rows{csv};
    for (std::size_t columns = 0;;) {
        const auto row = rows.next();
        if (!row.ok() || !row.value()) break;
        if (columns == 0) columns = row.value()->size();
        ANLAN_CHECK(row.value()->size() == columns, "a row with more fields than its header");
    }
    const auto log = sim::read_real_log(csv, small_mapping(), {});
    if (!log.ok()) return 0;
    std::uint64_t responses = 0;
    for (const auto& call : log.value().calls) responses += call.responses.size();
    ANLAN_CHECK(responses == log.value().responses, "responses were lost between rows and calls");
    return 0;
}
