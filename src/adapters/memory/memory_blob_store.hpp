// Attachments in memory: for the simulator and tests.
#pragma once
#include "ports/blob_store.hpp"
#include "ports/clock.hpp"

#include <functional>
#include <map>
#include <mutex>

namespace anlan::adapters {

class MemoryBlobStore final : public ports::BlobStore {
public:
    // The name of sealed bytes is the caller's function, so that this adapter needs no cryptography.
    using Name = std::function<ports::BlobHash(std::string_view)>;
    MemoryBlobStore(ports::Clock& clock, Name name) : clock_(clock), name_(std::move(name)) {}

    Result<ports::BlobHash, ports::Fault> put(std::string_view sealed) noexcept override;
    Result<std::string, ports::Fault> get(const ports::BlobHash& hash,
                                          ports::ByteRange range) noexcept override;
    Result<std::uint64_t, ports::Fault> check(const ports::BlobHash& hash) noexcept override;
    Result<Done, ports::Fault> remove(const ports::BlobHash& hash) noexcept override;
    Result<std::vector<ports::BlobEntry>, ports::Fault> list() noexcept override;

    // What a test may do to it.
    void damage(const ports::BlobHash& hash);
    bool full = false;  // nothing more can be put

private:
    struct Kept {
        std::string bytes;
        Instant written_at{};
    };
    ports::Clock& clock_;
    Name name_;
    std::mutex mutex_;
    std::map<ports::BlobHash, Kept> kept_;
};

}  // namespace anlan::adapters
