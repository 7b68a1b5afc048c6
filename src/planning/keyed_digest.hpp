// 64 bits over a few words under a secret key: who has the digests and not the key cannot try out which
// number or name gives one. SipHash-2-4 (Aumasson, Bernstein: SipHash, a fast short-input PRF, 2012).
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <span>

namespace anlan::planning {

using DigestKey = std::array<std::uint64_t, 2>;

constexpr std::uint64_t keyed_digest(const DigestKey& key, std::span<const std::uint64_t> words) {
    std::uint64_t a = key[0] ^ 0x736f6d6570736575ULL;
    std::uint64_t b = key[1] ^ 0x646f72616e646f6dULL;
    std::uint64_t c = key[0] ^ 0x6c7967656e657261ULL;
    std::uint64_t d = key[1] ^ 0x7465646279746573ULL;
    const auto rounds = [&](int count) {
        for (; count > 0; --count) {
            a += b;
            b = std::rotl(b, 13) ^ a;
            a = std::rotl(a, 32);
            c += d;
            d = std::rotl(d, 16) ^ c;
            a += d;
            d = std::rotl(d, 21) ^ a;
            c += b;
            b = std::rotl(b, 17) ^ c;
            c = std::rotl(c, 32);
        }
    };
    for (const std::uint64_t word : words) {
        d ^= word;
        rounds(2);
        a ^= word;
    }
    const std::uint64_t last = std::uint64_t{words.size() * 8} << 56;
    d ^= last;
    rounds(2);
    a ^= last;
    c ^= 0xff;
    rounds(4);
    return a ^ b ^ c ^ d;
}

}  // namespace anlan::planning
