#include "adapters/keys/cipher.hpp"

#include "base/check.hpp"
#include "codec/base64url.hpp"

#include <sodium.h>

#include <cstring>

namespace anlan::adapters::keys {
namespace {

constexpr std::size_t slot_bytes = 8;
constexpr std::size_t head_bytes = slot_bytes + nonce_bytes;

static_assert(key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(nonce_bytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(tag_bytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

void put(std::uint64_t value, std::uint8_t* out) {
    for (std::size_t i = 0; i < slot_bytes; ++i, value >>= 8U) out[i] = static_cast<std::uint8_t>(value);
}

std::uint64_t get(const char* in) {
    std::uint64_t value = 0;
    for (std::size_t i = slot_bytes; i-- > 0;) value = value << 8U | static_cast<unsigned char>(in[i]);
    return value;
}

template <std::size_t Size>
std::array<std::uint8_t, Size> random_bytes(ports::Random& random) {
    static_assert(Size % 8 == 0);
    std::array<std::uint8_t, Size> out{};
    for (std::size_t i = 0; i < Size; i += 8) put(random.next(), out.data() + i);
    return out;
}

template <std::size_t Size>
std::array<std::uint8_t, Size> hash(std::string_view text, const Key* key) {
    std::array<std::uint8_t, Size> out{};
    const int hashed =
        crypto_generichash(out.data(), out.size(), bytes_of(text), text.size(),
                           key == nullptr ? nullptr : key->data(), key == nullptr ? 0 : key_bytes);
    ANLAN_CHECK(hashed == 0, "BLAKE2b failed");
    return out;
}

}  // namespace

Key random_key(ports::Random& random) { return random_bytes<key_bytes>(random); }
Nonce random_nonce(ports::Random& random) { return random_bytes<nonce_bytes>(random); }

RecordKey expand(const Key& key) {
    return {hash<key_bytes>("anlan text", &key), hash<key_bytes>("anlan place", &key),
            hash<key_bytes>("anlan mark", &key)};
}

void forget(Key& key) { sodium_memzero(key.data(), key.size()); }

void forget(RecordKey& key) {
    forget(key.text);
    forget(key.place);
    forget(key.mark);
}

Owner owner_of(std::string_view stream) { return hash<std::tuple_size_v<Owner>>(stream, nullptr); }

std::array<std::uint8_t, 4> mark_of_master(const Key& master) {
    const auto whole = hash<16>("anlan master", &master);
    return {whole[0], whole[1], whole[2], whole[3]};
}

Wrapped wrap(const Key& master, const Nonce& nonce, std::uint64_t slot, const Key& key) {
    std::array<std::uint8_t, slot_bytes> number{};
    put(slot, number.data());
    Wrapped wrapped{};
    crypto_aead_xchacha20poly1305_ietf_encrypt(wrapped.data(), nullptr, key.data(), key.size(), number.data(),
                                               number.size(), nullptr, nonce.data(), master.data());
    return wrapped;
}

std::optional<Key> unwrap(const Key& master, const Nonce& nonce, std::uint64_t slot, const Wrapped& wrapped) {
    std::array<std::uint8_t, slot_bytes> number{};
    put(slot, number.data());
    Key key{};
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(key.data(), nullptr, nullptr, wrapped.data(),
                                                   wrapped.size(), number.data(), number.size(), nonce.data(),
                                                   master.data()) != 0)
        return std::nullopt;
    return key;
}

std::string seal(const RecordKey& key, std::uint64_t slot, std::string_view stream, std::uint64_t place,
                 std::string_view text) {
    std::string bytes(head_bytes + text.size() + tag_bytes, '\0');
    auto* out = reinterpret_cast<std::uint8_t*>(bytes.data());
    put(slot, out);
    std::array<std::uint8_t, 8> at{};
    put(place, at.data());
    crypto_generichash_state state;
    crypto_generichash_init(&state, key.place.data(), key_bytes, nonce_bytes);
    crypto_generichash_update(&state, at.data(), at.size());
    crypto_generichash_update(&state, bytes_of(text), text.size());
    crypto_generichash_final(&state, out + slot_bytes, nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + head_bytes, nullptr, bytes_of(text), text.size(),
                                               bytes_of(stream), stream.size(), nullptr, out + slot_bytes,
                                               key.text.data());
    return codec::base64url(bytes);
}

std::optional<Sealed> take_apart(std::string_view sealed) {
    auto bytes = codec::from_base64url(sealed);
    if (!bytes || bytes->size() < head_bytes + tag_bytes) return std::nullopt;
    Sealed parts;
    parts.bytes = std::move(*bytes);
    parts.slot = get(parts.bytes.data());
    return parts;
}

std::optional<std::string> open(const RecordKey& key, std::string_view stream, const Sealed& sealed) {
    const auto* in = bytes_of(sealed.bytes);
    std::string text(sealed.bytes.size() - head_bytes - tag_bytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<std::uint8_t*>(text.data()), nullptr,
                                                   nullptr, in + head_bytes, sealed.bytes.size() - head_bytes,
                                                   bytes_of(stream), stream.size(), in + slot_bytes,
                                                   key.text.data()) != 0)
        return std::nullopt;
    return text;
}

std::uint64_t mark(const RecordKey& key, std::string_view text) {
    const auto whole = hash<16>(text, &key.mark);
    std::uint64_t value = 0;
    std::memcpy(&value, whole.data(), sizeof value);
    return value;
}

}  // namespace anlan::adapters::keys
