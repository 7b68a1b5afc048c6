#include "adapters/sqlite/frame_blob.hpp"

#include "base/check.hpp"

#include <cstring>
#include <limits>

namespace anlan::adapters {
namespace {

constexpr std::size_t length_bytes = 4;
constexpr std::size_t head_bytes = length_bytes + sizeof(ports::Hash);

}  // namespace

std::size_t pack(std::span<const ports::Frame> frames, std::string& blob) {
    std::size_t taken = 0;
    for (const ports::Frame& frame : frames) {
        if (taken > 0 && blob.size() + frame.bytes.size() > blob_bytes_target) break;
        ANLAN_CHECK(frame.bytes.size() < std::numeric_limits<std::uint32_t>::max(), "a record of gigabytes");
        auto length = static_cast<std::uint32_t>(frame.bytes.size());
        for (std::size_t i = 0; i < length_bytes; ++i, length >>= 8U)
            blob += static_cast<char>(length & 0xFFU);
        blob.append(reinterpret_cast<const char*>(frame.hash.data()), frame.hash.size());
        blob += frame.bytes;
        ++taken;
    }
    return taken;
}

bool FrameReader::next(std::string_view& bytes, ports::Hash& hash) {
    if (rest_.size() < head_bytes) return false;
    std::size_t length = 0;
    for (std::size_t i = 0; i < length_bytes; ++i)
        length |= static_cast<std::size_t>(static_cast<unsigned char>(rest_[i])) << (8U * i);
    if (length > rest_.size() - head_bytes) return false;
    std::memcpy(hash.data(), rest_.data() + length_bytes, hash.size());
    bytes = rest_.substr(head_bytes, length);
    rest_.remove_prefix(head_bytes + length);
    return true;
}

}  // namespace anlan::adapters
