// One slot of the file `keys` and its header, as bytes (docs/design/erasure.md).
#pragma once
#include "adapters/keys/cipher.hpp"

#include <string>
#include <string_view>

namespace anlan::adapters::keys {

inline constexpr std::size_t header_bytes = 64;
inline constexpr std::size_t slot_bytes = 96;
inline constexpr std::size_t claim_bytes = 24;  // state, master and owner: what changes when a slot is taken

enum class SlotState : std::uint8_t { free = 0, owned = 1, destroyed = 2, damaged = 255 };

struct Slot {
    SlotState state = SlotState::free;
    std::array<std::uint8_t, 4> master{};
    Owner owner{};
    Nonce nonce{};
    Wrapped wrapped{};
};

std::string header();
std::string to_bytes(const Slot& slot);
Slot slot_of(std::string_view bytes);  // of slot_bytes

constexpr std::uint64_t offset_of(std::uint64_t slot) { return header_bytes + slot * slot_bytes; }

}  // namespace anlan::adapters::keys
