// Chance from a seed, and a ring on a disk in memory that outlives it.
#pragma once
#include "adapters/keys/key_ring.hpp"

#include <memory>
#include <string>

namespace anlan::adapters {

class SeededRandom final : public ports::Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() noexcept override {  // SplitMix64
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
        z = (z ^ z >> 30U) * 0xBF58476D1CE4E5B9U;
        z = (z ^ z >> 27U) * 0x94D049BB133111EBU;
        return z ^ z >> 31U;
    }

private:
    std::uint64_t state_;
};

// A disk in memory that is kept when the ring that writes to it ends.
class SharedKeyDisk final : public keys::KeyDisk {
public:
    explicit SharedKeyDisk(std::shared_ptr<keys::MemoryKeyDisk> kept) : kept_(std::move(kept)) {}
    Result<std::uint64_t, ports::Fault> size() noexcept override { return kept_->size(); }
    Result<std::string, ports::Fault> read(std::uint64_t offset, std::size_t count) noexcept override {
        return kept_->read(offset, count);
    }
    Result<Done, ports::Fault> write(std::uint64_t offset, std::string_view bytes) noexcept override {
        return kept_->write(offset, bytes);
    }
    Result<Done, ports::Fault> sync() noexcept override { return kept_->sync(); }

private:
    std::shared_ptr<keys::MemoryKeyDisk> kept_;
};

}  // namespace anlan::adapters
