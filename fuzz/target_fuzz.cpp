// The target of a request's line, and the parameters in it: read, or none; never with a control character or
// a byte that is not UTF-8. And the bytes of a file that a Range header asks for.
#include "adapters/http/request_reader.hpp"
#include "adapters/http/web_files.hpp"
#include "base/check.hpp"
#include "codec/utf8.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace http = anlan::adapters::http;

namespace {

constexpr std::size_t parameters_max = 8;

bool is_clean(const std::string& text) {
    return anlan::codec::is_utf8(text) && std::ranges::none_of(text, [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
           });
}

void check_range(const std::string& header, std::uint64_t size) {
    const auto range = http::read_range(&header, size);
    if (range.kind != http::RangeKind::one) return;
    ANLAN_CHECK(range.first <= range.last && range.last < size, "a range outside of the file");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text{reinterpret_cast<const char*>(data), size};
    if (const auto target = http::read_target(text, parameters_max)) {
        ANLAN_CHECK(target->path.starts_with('/') && is_clean(target->path), "a path that is none");
        ANLAN_CHECK(target->query.size() <= parameters_max, "parameters beyond the limit");
        for (const auto& parameter : target->query)
            ANLAN_CHECK(is_clean(parameter.name) && is_clean(parameter.value), "an unclean parameter");
    }
    check_range(text, 0);
    check_range(text, 1'000);
    check_range("bytes=" + text, 1'000);
    return 0;
}
