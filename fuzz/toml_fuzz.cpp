// Whatever stands in a rulebook's file: it is read, or refused with a line that the file has.
#include "adapters/rulebook/toml_text.hpp"
#include "base/check.hpp"
#include "codec/json_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
    const auto read = anlan::adapters::read_toml(text);
    if (!read.ok()) {
        ANLAN_CHECK(read.error().line <= lines + 1, "a fault in a line that the file does not have");
        return 0;
    }
    // What came out is one JSON object that our own reader accepts, unless it is nested too deep for it.
    anlan::codec::JsonReader reader{read.value().json, anlan::codec::Unknown::ignore};
    if (reader.skip_value()) ANLAN_CHECK(reader.at_end(), "something follows the JSON object");
    for (const auto& [path, line] : read.value().lines)
        ANLAN_CHECK(line >= 1 && line <= lines, "a member in a line that the file does not have");
    return 0;
}
