// The cryptography of record keys: XChaCha20-Poly1305 and BLAKE2b of libsodium. Formats are in
// docs/design/erasure.md and for good: what is sealed today has to open in twenty years.
#pragma once
#include "ports/random.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::adapters::keys {

inline constexpr std::size_t key_bytes = 32;
inline constexpr std::size_t nonce_bytes = 24;
inline constexpr std::size_t tag_bytes = 16;

using Key = std::array<std::uint8_t, key_bytes>;
using Nonce = std::array<std::uint8_t, nonce_bytes>;
using Wrapped = std::array<std::uint8_t, key_bytes + tag_bytes>;
using Owner = std::array<std::uint8_t, 16>;  // of a stream's id

// A record's key, taken apart for its uses.
struct RecordKey {
    Key text;   // seals
    Key place;  // makes nonces
    Key mark;   // makes digests
};

Key random_key(ports::Random& random);
Nonce random_nonce(ports::Random& random);

RecordKey expand(const Key& key);
void forget(Key& key);
void forget(RecordKey& key);

Owner owner_of(std::string_view stream);
std::array<std::uint8_t, 4> mark_of_master(const Key& master);

Wrapped wrap(const Key& master, const Nonce& nonce, std::uint64_t slot, const Key& key);
std::optional<Key> unwrap(const Key& master, const Nonce& nonce, std::uint64_t slot, const Wrapped& wrapped);

// The printable text of docs/design/erasure.md: slot, nonce, ciphertext.
std::string seal(const RecordKey& key, std::uint64_t slot, std::string_view stream, std::uint64_t place,
                 std::string_view text);
struct Sealed {
    std::uint64_t slot = 0;
    std::string bytes;  // of the whole
};
std::optional<Sealed> take_apart(std::string_view sealed);
std::optional<std::string> open(const RecordKey& key, std::string_view stream, const Sealed& sealed);
std::uint64_t mark(const RecordKey& key, std::string_view text);

}  // namespace anlan::adapters::keys
