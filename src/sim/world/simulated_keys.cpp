#include "sim/world/simulated_keys.hpp"

#include "codec/base64url.hpp"

#include <algorithm>
#include <charconv>

namespace anlan::sim {
namespace {

std::uint64_t mixed(std::uint64_t value) {  // SplitMix64's last step
    value = (value ^ (value >> 30)) * 0xBF58'476D'1CE4'E5B9ULL;
    value = (value ^ (value >> 27)) * 0x94D0'49BB'1331'11EBULL;
    return value ^ (value >> 31);
}

// The same bytes again make plain what they have hidden.
std::string hidden(std::string_view text, std::uint64_t key, std::uint64_t place) {
    std::string bytes{text};
    std::uint64_t stream = mixed(key * 0x9E37'79B9'7F4A'7C15ULL + place);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i % 8 == 0) stream = mixed(stream + i + 1);
        bytes[i] =
            static_cast<char>(static_cast<unsigned char>(bytes[i]) ^ ((stream >> (8 * (i % 8))) & 0xFF));
    }
    return bytes;
}

// "<key>.<place>.<what is hidden>"
struct Sealed {
    std::uint64_t key = 0;
    std::uint64_t place = 0;
    std::string_view bytes;
};
std::optional<Sealed> read(std::string_view text) {
    Sealed sealed;
    for (auto* number : {&sealed.key, &sealed.place}) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
        if (error != std::errc{} || end == text.data() + text.size() || *end != '.') return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    }
    sealed.bytes = text;
    return sealed;
}

}  // namespace

std::optional<std::uint64_t> SimulatedKeys::key_of(std::string_view stream, kernel::WithoutKey without) {
    const auto found = owned_.find(std::string{stream});
    if (found != owned_.end() && !found->second.live.empty()) return found->second.live.back();
    if (without == kernel::WithoutKey::leave) return std::nullopt;
    owned_[std::string{stream}].live.push_back(++made_);
    return made_;
}

std::optional<std::string> SimulatedKeys::seal(std::string_view stream, std::uint64_t place,
                                               std::string_view text, kernel::WithoutKey without) noexcept {
    const auto key = key_of(stream, without);
    if (!key) return std::nullopt;
    return std::to_string(*key) + '.' + std::to_string(place) + '.' +
           codec::base64url(hidden(text, *key, place));
}

std::optional<std::string> SimulatedKeys::open(std::string_view stream, std::string_view text) noexcept {
    const auto sealed = read(text);
    const auto owner = owned_.find(std::string{stream});
    if (!sealed || owner == owned_.end()) return std::nullopt;
    const auto& live = owner->second.live;
    if (std::find(live.begin(), live.end(), sealed->key) == live.end()) return std::nullopt;
    const auto bytes = codec::from_base64url(sealed->bytes);
    if (!bytes) return std::nullopt;
    return hidden(*bytes, sealed->key, sealed->place);
}

std::uint64_t SimulatedKeys::mark(std::string_view stream, std::string_view text) noexcept {
    std::uint64_t value = key_of(stream, kernel::WithoutKey::leave).value_or(made_ + 1);
    for (const char c : text) value = mixed(value + static_cast<unsigned char>(c) + 1);
    return value;
}

bool SimulatedKeys::destroyed(std::string_view stream) noexcept {
    const auto found = owned_.find(std::string{stream});
    return found != owned_.end() && found->second.live.empty() && found->second.lost_one;
}

bool SimulatedKeys::own(std::string_view stream) noexcept {
    return key_of(stream, kernel::WithoutKey::make_one).has_value();
}

std::vector<std::uint64_t> SimulatedKeys::keys_of(std::string_view stream) noexcept {
    const auto found = owned_.find(std::string{stream});
    return found == owned_.end() ? std::vector<std::uint64_t>{} : found->second.live;
}

Result<std::vector<std::string>, ports::Fault> SimulatedKeys::destroy(
    std::span<const ports::RecordKeys> records) noexcept {
    std::vector<std::string> lost;
    for (const auto& record : records) {
        const auto found = owned_.find(record.stream);
        if (found == owned_.end()) continue;
        const auto was = found->second.live.size();
        const auto named = [&](std::uint64_t key) {
            return std::find(record.keys.begin(), record.keys.end(), key) != record.keys.end();
        };
        if (!keeps_what_it_should_destroy) std::erase_if(found->second.live, named);
        if (found->second.live.size() == was) continue;
        found->second.lost_one = true;
        lost.push_back(record.stream);
    }
    return lost;
}

}  // namespace anlan::sim
