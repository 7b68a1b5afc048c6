// One process owns a data directory. The kernel drops the lock when the owner ends, however it ends.
#pragma once
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <filesystem>

namespace anlan::adapters {

class OwnerLock {
public:
    // "log.in_use" names the process that has it.
    static Result<OwnerLock, ports::Fault> take(const std::filesystem::path& file);
    // Whether somebody owns the directory now, without taking it.
    static bool is_taken(const std::filesystem::path& file);

    OwnerLock(OwnerLock&& other) noexcept;
    OwnerLock& operator=(OwnerLock&& other) noexcept;
    ~OwnerLock();

private:
    explicit OwnerLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

}  // namespace anlan::adapters
