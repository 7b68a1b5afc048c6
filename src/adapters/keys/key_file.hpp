// The file `keys`: fixed slots, written in place and synced; and `master.key` beside it, made at the first
// start for its owner's eyes only.
#pragma once
#include "adapters/keys/key_disk.hpp"
#include "adapters/keys/key_ring.hpp"

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

namespace anlan::adapters {

class KeyFile final : public keys::KeyDisk {
public:
    enum class Open { write, read_only };
    static Result<std::unique_ptr<KeyFile>, ports::Fault> open(const std::filesystem::path& path,
                                                               Open how) noexcept;
    ~KeyFile() override;
    KeyFile(const KeyFile&) = delete;
    KeyFile& operator=(const KeyFile&) = delete;

    Result<std::uint64_t, ports::Fault> size() noexcept override;
    Result<std::string, ports::Fault> read(std::uint64_t offset, std::size_t size) noexcept override;
    Result<Done, ports::Fault> write(std::uint64_t offset, std::string_view bytes) noexcept override;
    Result<Done, ports::Fault> sync() noexcept override;

private:
    explicit KeyFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

// The masters of the file: one line of 64 hexadecimal digits each. A file that others may read is refused.
Result<std::vector<keys::Key>, ports::Fault> read_masters(const std::filesystem::path& path) noexcept;
// The content of such a file; `path` is for the words of a fault.
Result<std::vector<keys::Key>, ports::Fault> masters_in(std::string_view text,
                                                        const std::filesystem::path& path);
// The same, with a new one in a new file where there is none.
Result<std::vector<keys::Key>, ports::Fault> read_or_make_masters(const std::filesystem::path& path,
                                                                  ports::Random& random) noexcept;

// `keys` and `master.key` of a data folder, made where they are missing.
Result<std::unique_ptr<KeyRing>, ports::Fault> open_keys(const std::filesystem::path& folder,
                                                         ports::Random& random) noexcept;
// To read only: nothing is made, nothing written. A folder without keys has none.
Result<std::unique_ptr<KeyRing>, ports::Fault> open_keys_read_only(const std::filesystem::path& folder,
                                                                   ports::Random& random) noexcept;

// Copies both files, for their owner only, into a folder that has neither; also beside a running service.
Result<Done, ports::Fault> copy_keys(const std::filesystem::path& from,
                                     const std::filesystem::path& to) noexcept;

}  // namespace anlan::adapters
