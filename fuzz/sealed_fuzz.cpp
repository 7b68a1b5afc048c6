// What stands where a sealed text should, and what stands where keys should: the input up to the first zero
// byte is the text, or a file of master keys; the rest is the file of keys. Nothing opens but what was
// sealed.
#include "adapters/keys/cipher.hpp"
#include "adapters/keys/key_file.hpp"
#include "adapters/keys/key_ring.hpp"
#include "adapters/keys/pieces.hpp"
#include "base/check.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace anlan;

class Counting final : public ports::Random {
public:
    std::uint64_t next() noexcept override { return ++state_ * 0x9E3779B97F4A7C15U; }

private:
    std::uint64_t state_ = 0;
};

class Bytes final : public adapters::keys::KeyDisk {
public:
    explicit Bytes(std::string bytes) : bytes_(std::move(bytes)) {}
    Result<std::uint64_t, ports::Fault> size() noexcept override { return bytes_.size(); }
    Result<std::string, ports::Fault> read(std::uint64_t offset, std::size_t size) noexcept override {
        if (offset > bytes_.size() || size > bytes_.size() - offset)
            return Unexpected{ports::Fault{ports::Then::stop, "keys.short", "ends too early"}};
        return bytes_.substr(offset, size);
    }
    Result<Done, ports::Fault> write(std::uint64_t offset, std::string_view bytes) noexcept override {
        if (bytes_.size() < offset + bytes.size()) bytes_.resize(offset + bytes.size());
        bytes_.replace(offset, bytes.size(), bytes);
        return Done{};
    }
    Result<Done, ports::Fault> sync() noexcept override { return Done{}; }

private:
    std::string bytes_;
};

std::unique_ptr<adapters::KeyRing> ring_over(std::string bytes, ports::Random& random) {
    auto ring = adapters::KeyRing::open(std::make_unique<Bytes>(std::move(bytes)), {adapters::keys::Key{1}},
                                        random, {2, 4});
    return ring.ok() ? std::move(ring).value() : nullptr;
}

// The input in the place of a sealed attachment.
void attachment(adapters::KeyRing& own, std::string_view input) {
    static const std::string known =
        own.seal_bytes("inc_1", "known", kernel::WithoutKey::make_one).value().bytes;
    const auto open = [&](std::string_view sealed) {
        return own.open_bytes("inc_1", sealed.size(), {0, ~0ULL},
                              [&](ports::ByteRange at) -> std::optional<std::string> {
                                  if (at.offset > sealed.size()) return std::nullopt;
                                  return std::string{sealed.substr(at.offset, at.count)};
                              });
    };
    static const bool opens = open(known) == "known";
    ANLAN_CHECK(opens, "what was sealed does not open");
    ANLAN_CHECK(input == known || !open(input), "an attachment opened that was never sealed");
    const std::string mixed = known.substr(0, adapters::keys::pieces_head_bytes) + std::string{input};
    ANLAN_CHECK(mixed == known || !open(mixed), "an attachment opened under another's head");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Counting random;
    static const auto own = ring_over({}, random);
    static const std::string known = own->seal("cal_1", 7, "known", kernel::WithoutKey::make_one).value();
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto cut = std::min(input.find('\0'), input.size());
    const auto text = input.substr(0, cut);
    if (const auto opened = own->open("cal_1", text))
        ANLAN_CHECK(text == known && *opened == "known", "something opened that was never sealed");
    ANLAN_CHECK(!own->open("cal_2", text), "a text of another record opened");
    (void)adapters::keys::take_apart(text);
    attachment(*own, input);
    (void)adapters::masters_in(text, "master.key").ok();
    if (cut < input.size())
        if (const auto ring = ring_over(std::string{input.substr(cut + 1)}, random)) {
            (void)ring->open("cal_1", text);
            (void)ring->seal("cal_1", 1, text, kernel::WithoutKey::make_one);
            (void)ring->destroyed("cal_1");
        }
    return 0;
}
