#include "adapters/keys/pieces.hpp"

#include "base/check.hpp"

#include <sodium.h>

#include <algorithm>

namespace anlan::adapters::keys {
namespace {

constexpr std::string_view format_mark = "anlan a1";
constexpr std::size_t number_bytes = 8;
constexpr std::size_t nonce_head_bytes = nonce_bytes - number_bytes;  // the rest is the piece's number
constexpr std::size_t sealed_piece_bytes = piece_bytes + tag_bytes;

static_assert(pieces_head_bytes == format_mark.size() + number_bytes + nonce_head_bytes);

enum class Last { no, yes };

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string number_text(std::uint64_t value) {
    std::string text;
    for (std::size_t i = 0; i < number_bytes; ++i, value >>= 8U) text += static_cast<char>(value & 0xFFU);
    return text;
}

// The sub-keys `place` and `mark` are only ever keys of BLAKE2b; another length of its output is another
// function, so that nothing of what they make elsewhere is made here.
std::string keyed_hash(const Key& key, std::string_view text) {
    std::string out(key_bytes, '\0');
    const int hashed = crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                          bytes_of(text), text.size(), key.data(), key.size());
    ANLAN_CHECK(hashed == 0, "BLAKE2b failed");
    return out;
}

Key sub_key(const RecordKey& key, std::string_view use) {
    std::string bytes = keyed_hash(key.place, use);
    Key made{};
    std::copy(bytes.begin(), bytes.end(), made.begin());
    sodium_memzero(bytes.data(), bytes.size());
    return made;
}

std::string hex(std::string_view bytes) {
    std::string text(2 * bytes.size() + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes_of(bytes), bytes.size());
    text.pop_back();
    return text;
}

std::string bound_with(std::string_view head, std::string_view stream, std::uint64_t number, Last last) {
    std::string bound{head};
    bound += number_text(number);
    bound += last == Last::yes ? '\1' : '\0';
    return bound.append(stream);
}

std::string nonce_of(std::string_view head, std::uint64_t number) {
    return std::string{head.substr(pieces_head_bytes - nonce_head_bytes)} + number_text(number);
}

// An empty content is one empty piece.
std::uint64_t pieces_in(std::uint64_t content) {
    return content == 0 ? 1 : (content + piece_bytes - 1) / piece_bytes;
}

// None: no content gives that many bytes.
std::optional<std::uint64_t> content_size(std::uint64_t sealed_size) {
    if (sealed_size < pieces_head_bytes + tag_bytes || sealed_size > ports::blob_bytes_max)
        return std::nullopt;
    const std::uint64_t body = sealed_size - pieces_head_bytes;
    const std::uint64_t pieces = (body + sealed_piece_bytes - 1) / sealed_piece_bytes;
    if (body < pieces * tag_bytes) return std::nullopt;
    const std::uint64_t content = body - pieces * tag_bytes;
    return pieces_in(content) == pieces ? std::optional{content} : std::nullopt;
}

}  // namespace

ports::SealedBytes seal_pieces(const RecordKey& key, std::uint64_t slot, std::string_view stream,
                               std::string_view content) {
    Key sealing = sub_key(key, "anlan attachment");
    Key naming = sub_key(key, "anlan attachment nonce");
    std::string head{format_mark};
    head += number_text(slot);
    head += keyed_hash(naming, content).substr(0, nonce_head_bytes);
    const std::uint64_t pieces = pieces_in(content.size());
    std::string sealed = head;
    sealed.resize(head.size() + content.size() + static_cast<std::size_t>(pieces) * tag_bytes);
    auto* out = reinterpret_cast<unsigned char*>(sealed.data()) + head.size();
    for (std::uint64_t number = 0; number < pieces; ++number) {
        const auto piece = content.substr(static_cast<std::size_t>(number) * piece_bytes, piece_bytes);
        const auto bound = bound_with(head, stream, number, number + 1 == pieces ? Last::yes : Last::no);
        crypto_aead_xchacha20poly1305_ietf_encrypt(out, nullptr, bytes_of(piece), piece.size(),
                                                   bytes_of(bound), bound.size(), nullptr,
                                                   bytes_of(nonce_of(head, number)), sealing.data());
        out += piece.size() + tag_bytes;
    }
    forget(sealing);
    forget(naming);
    return {std::move(sealed), hex(keyed_hash(key.mark, content))};
}

std::optional<std::uint64_t> slot_of_pieces(std::string_view sealed) {
    if (sealed.size() < pieces_head_bytes || !sealed.starts_with(format_mark)) return std::nullopt;
    std::uint64_t slot = 0;
    for (std::size_t i = number_bytes; i-- > 0;)
        slot = slot << 8U | static_cast<unsigned char>(sealed[format_mark.size() + i]);
    return slot;
}

std::optional<std::string> open_pieces(const RecordKey& key, std::string_view stream, std::string_view head,
                                       std::uint64_t sealed_size, ports::ByteRange range,
                                       const ports::AttachmentSeal::ReadSealed& read) {
    const auto size = content_size(sealed_size);
    if (!size || head.size() != pieces_head_bytes) return std::nullopt;
    const std::uint64_t from = std::min(range.offset, *size);
    const std::uint64_t to = from + std::min(range.count, *size - from);
    const std::uint64_t pieces = pieces_in(*size);
    const std::uint64_t first = std::min(from / piece_bytes, pieces - 1);
    const std::uint64_t end = std::max(first + 1, pieces_in(to));
    Key sealing = sub_key(key, "anlan attachment");
    std::string content;
    bool well = true;
    for (std::uint64_t number = first; well && number < end; ++number) {
        const std::uint64_t at = pieces_head_bytes + number * sealed_piece_bytes;
        const std::uint64_t count = std::min<std::uint64_t>(sealed_piece_bytes, sealed_size - at);
        const auto piece = read({at, count});
        well = piece && piece->size() == count && count >= tag_bytes;
        if (!well) break;
        std::string plain(static_cast<std::size_t>(count) - tag_bytes, '\0');
        const auto bound = bound_with(head, stream, number, number + 1 == pieces ? Last::yes : Last::no);
        well = crypto_aead_xchacha20poly1305_ietf_decrypt(
                   reinterpret_cast<unsigned char*>(plain.data()), nullptr, nullptr, bytes_of(*piece),
                   piece->size(), bytes_of(bound), bound.size(), bytes_of(nonce_of(head, number)),
                   sealing.data()) == 0;
        if (well) content += plain;
    }
    forget(sealing);
    if (!well) return std::nullopt;
    return content.substr(static_cast<std::size_t>(from - first * piece_bytes),
                          static_cast<std::size_t>(to - from));
}

}  // namespace anlan::adapters::keys
