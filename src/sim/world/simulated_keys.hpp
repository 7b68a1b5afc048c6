// The file of record keys in the simulated world. It outlives the process, and what it says is true: a key
// that was destroyed opens nothing any more, whatever the log still holds. It hides texts, and is no cipher.
#pragma once
#include "ports/key_store.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

class SimulatedKeys final : public ports::KeyStore {
public:
    std::optional<std::string> seal(std::string_view stream, std::uint64_t place, std::string_view text,
                                    kernel::WithoutKey without) noexcept override;
    std::optional<std::string> open(std::string_view stream, std::string_view sealed) noexcept override;
    std::uint64_t mark(std::string_view stream, std::string_view text) noexcept override;
    bool destroyed(std::string_view stream) noexcept override;
    bool own(std::string_view stream) noexcept override;
    std::vector<std::uint64_t> keys_of(std::string_view stream) noexcept override;
    Result<std::vector<std::string>, ports::Fault> destroy(
        std::span<const ports::RecordKeys> records) noexcept override;
    Result<Done, ports::Fault> sync() noexcept override { return Done{}; }

    // Tests plant a bug here: nothing is destroyed, and everybody is told that it is.
    bool keeps_what_it_should_destroy = false;

private:
    struct Owned {
        std::vector<std::uint64_t> live;
        bool lost_one = false;
    };
    std::optional<std::uint64_t> key_of(std::string_view stream, kernel::WithoutKey without);

    std::uint64_t made_ = 0;
    std::unordered_map<std::string, Owned> owned_;
};

}  // namespace anlan::sim
