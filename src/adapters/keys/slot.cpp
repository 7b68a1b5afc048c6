#include "adapters/keys/slot.hpp"

#include "base/check.hpp"

namespace anlan::adapters::keys {
namespace {

constexpr std::size_t master_at = 4;
constexpr std::size_t owner_at = 8;
constexpr std::size_t nonce_at = claim_bytes;
constexpr std::size_t wrapped_at = nonce_at + nonce_bytes;
static_assert(owner_at + std::tuple_size_v<Owner> == claim_bytes);
static_assert(wrapped_at + std::tuple_size_v<Wrapped> == slot_bytes);

template <std::size_t Size>
void put(std::string& out, std::size_t at, const std::array<std::uint8_t, Size>& value) {
    for (std::size_t i = 0; i < Size; ++i) out[at + i] = static_cast<char>(value[i]);
}
template <std::size_t Size>
void get(std::string_view in, std::size_t at, std::array<std::uint8_t, Size>& value) {
    for (std::size_t i = 0; i < Size; ++i) value[i] = static_cast<std::uint8_t>(in[at + i]);
}

}  // namespace

std::string header() {
    std::string out = "ANLNKEYS";
    out += '\1';
    out.resize(12);
    out += static_cast<char>(slot_bytes);
    out.resize(header_bytes);
    return out;
}

std::string to_bytes(const Slot& slot) {
    std::string out(slot_bytes, '\0');
    out[0] = static_cast<char>(slot.state);
    put(out, master_at, slot.master);
    put(out, owner_at, slot.owner);
    put(out, nonce_at, slot.nonce);
    put(out, wrapped_at, slot.wrapped);
    return out;
}

Slot slot_of(std::string_view bytes) {
    ANLAN_CHECK(bytes.size() == slot_bytes, "a slot has its size");
    Slot slot;
    const auto state = static_cast<std::uint8_t>(bytes[0]);
    slot.state = state <= 2 ? static_cast<SlotState>(state) : SlotState::damaged;
    get(bytes, master_at, slot.master);
    get(bytes, owner_at, slot.owner);
    get(bytes, nonce_at, slot.nonce);
    get(bytes, wrapped_at, slot.wrapped);
    return slot;
}

}  // namespace anlan::adapters::keys
