// Where the slots of a key ring are kept: a file (key_file.hpp), or nothing but memory for the simulator and
// tests.
#pragma once
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace anlan::adapters::keys {

class KeyDisk {
public:
    virtual ~KeyDisk() = default;

    virtual Result<std::uint64_t, ports::Fault> size() noexcept = 0;
    // All of `size` bytes, or a fault.
    virtual Result<std::string, ports::Fault> read(std::uint64_t offset, std::size_t size) noexcept = 0;
    virtual Result<Done, ports::Fault> write(std::uint64_t offset, std::string_view bytes) noexcept = 0;
    // What was written survives loss of power.
    virtual Result<Done, ports::Fault> sync() noexcept = 0;
};

class MemoryKeyDisk final : public KeyDisk {
public:
    Result<std::uint64_t, ports::Fault> size() noexcept override { return bytes.size(); }
    Result<std::string, ports::Fault> read(std::uint64_t offset, std::size_t count) noexcept override {
        if (offset + count > bytes.size())
            return Unexpected{ports::Fault{ports::Then::stop, "keys.short", "the keys end too early"}};
        return bytes.substr(static_cast<std::size_t>(offset), count);
    }
    Result<Done, ports::Fault> write(std::uint64_t offset, std::string_view text) noexcept override {
        if (failing) return Unexpected{ports::Fault{ports::Then::retry_call, "keys.disk_full", "disk full"}};
        if (bytes.size() < offset + text.size()) bytes.resize(static_cast<std::size_t>(offset) + text.size());
        bytes.replace(static_cast<std::size_t>(offset), text.size(), text);
        return Done{};
    }
    Result<Done, ports::Fault> sync() noexcept override {
        if (failing) return Unexpected{ports::Fault{ports::Then::retry_call, "keys.disk_full", "disk full"}};
        return Done{};
    }

    std::string bytes;
    bool failing = false;  // writes and syncs do
};

}  // namespace anlan::adapters::keys
