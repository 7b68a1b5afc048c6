// What a service, or whatever stands in its place, answers to the command line: an answer is read whole, or
// it is none. The first byte chooses the size of the pieces in which it comes.
#include "adapters/http/client.hpp"
#include "base/check.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace http = anlan::adapters::http;
    if (size == 0) return 0;
    const std::size_t step = data[0] % 64 + 1;
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
    http::ResponseReader reader;
    for (std::size_t from = 0; from < bytes.size() && !reader.done(); from += step)
        if (!reader.put(bytes.substr(from, step)).ok()) return 0;
    if (!reader.done() && !reader.put_end().ok()) return 0;
    const auto answer = reader.take();
    ANLAN_CHECK(answer.status >= 200 && answer.status <= 999, "a status that is none");
    for (const auto& header : answer.headers)
        ANLAN_CHECK(std::ranges::none_of(header.name, [](char c) { return c >= 'A' && c <= 'Z'; }),
                    "a header's name in capitals");
    return 0;
}
