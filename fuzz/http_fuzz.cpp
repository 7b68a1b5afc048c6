// Whatever comes in over a connection, in pieces of any size: requests are read or refused, and what was read
// keeps its promises. The first byte chooses the size of the pieces, so that every cut is tried.
#include "adapters/http/request_reader.hpp"
#include "base/check.hpp"
#include "codec/utf8.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace http = anlan::adapters::http;

namespace {

void check(const anlan::ports::Request& request, const http::Limits& limits) {
    ANLAN_CHECK(!request.method.empty() && request.path.starts_with('/'), "a request without method or path");
    ANLAN_CHECK(anlan::codec::is_utf8(request.path), "a path that is not UTF-8");
    ANLAN_CHECK(request.path.find('\0') == std::string::npos, "a path with a zero byte");
    ANLAN_CHECK(request.body.size() <= limits.body_bytes, "a body beyond the limit");
    ANLAN_CHECK(request.headers.size() <= limits.headers, "headers beyond the limit");
    ANLAN_CHECK(request.query.size() <= limits.parameters, "parameters beyond the limit");
    for (const auto& header : request.headers)
        ANLAN_CHECK(
            std::none_of(header.name.begin(), header.name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }),
            "a header's name in capitals");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    http::Limits limits;
    limits.head_bytes = 2'048;
    limits.body_bytes = 512;
    const std::size_t step = data[0] % 64 + 1;
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
    http::RequestReader reader{limits};
    std::string pending;
    for (std::size_t from = 0; from < bytes.size(); from += step) {
        pending += bytes.substr(from, step);
        for (;;) {
            const auto taken = reader.put(pending);
            ANLAN_CHECK(taken <= pending.size(), "more was taken than was there");
            pending.erase(0, taken);
            if (reader.stage() != http::Stage::complete) break;
            check(reader.take(), limits);
            if (pending.empty()) break;
        }
        if (reader.stage() == http::Stage::failed) return 0;
    }
    return 0;
}
