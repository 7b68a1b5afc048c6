// What seals the secrets that have to be readable again (those of authenticators) and signs what devices
// keep. Its key lies beside the accounts in a file of its own, for its owner's eyes only: a copy of the
// accounts alone gives nobody a code.
#pragma once
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::adapters::identity {

class Sealer {
public:
    // Reads the file, or makes it where there is none. A file that others may read is refused.
    static Result<Sealer, ports::Fault> open(const std::filesystem::path& path);

    // `whose` is bound in: what was sealed for one account opens for no other.
    std::string seal(std::string_view whose, std::string_view text) const;
    std::optional<std::string> unseal(std::string_view whose, std::string_view sealed) const;

    // "id.signature", and the id again if the signature is ours.
    std::string sign(std::string_view id) const;
    std::optional<std::string> signed_id(std::string_view token) const;

private:
    using Key = std::array<std::uint8_t, 32>;
    explicit Sealer(const Key& master);
    std::array<std::uint8_t, 32> signature(std::string_view id) const;

    Key sealing_{};
    Key signing_{};
};

}  // namespace anlan::adapters::identity
