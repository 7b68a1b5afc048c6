#include "adapters/http/gzip.hpp"

#include "base/check.hpp"

#include <zlib.h>

#include <algorithm>
#include <string_view>

namespace anlan::adapters::http {
namespace {

constexpr int gzip_window = 15 + 16;  // zlib's word for a gzip frame
constexpr int memory_level = 8;

std::string compressed(std::string_view text) {
    z_stream stream{};
    const int begun =
        deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY);
    ANLAN_CHECK(begun == Z_OK, "zlib did not start");
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib only reads it
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    ANLAN_CHECK(ended == Z_STREAM_END, "zlib did not end");
    return out;
}

}  // namespace

bool takes_gzip(const std::string* accept_encoding) {
    if (accept_encoding == nullptr) return false;
    std::string_view rest = *accept_encoding;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(','), rest.size());
        auto coding = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const auto semicolon = std::min(coding.find(';'), coding.size());
        const auto weight = coding.substr(semicolon);
        coding = coding.substr(0, semicolon);
        while (coding.starts_with(' ')) coding.remove_prefix(1);
        while (coding.ends_with(' ')) coding.remove_suffix(1);
        if (coding != "gzip" && coding != "*") continue;
        const auto q = weight.find("q=");
        return q == std::string_view::npos || weight.substr(q + 2).find_first_of("123456789") != weight.npos;
    }
    return false;
}

void compress_page(ports::Response& response) {
    if (!response.content_type.starts_with("text/html") || response.body.empty()) return;
    auto smaller = compressed(response.body);
    if (smaller.size() >= response.body.size()) return;
    response.body = std::move(smaller);
    response.headers.push_back({"Content-Encoding", "gzip"});
}

}  // namespace anlan::adapters::http
