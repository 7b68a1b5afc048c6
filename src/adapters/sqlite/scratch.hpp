// For tests: a directory that is gone afterwards.
#pragma once
#include "base/check.hpp"

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace anlan::adapters {

class Scratch {
public:
    Scratch() {
        std::string name = (std::filesystem::temp_directory_path() / "anlan-XXXXXX").string();
        ANLAN_CHECK(::mkdtemp(name.data()) != nullptr, "no room for a test's files");
        path_ = name;
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    const std::filesystem::path& path() const { return path_; }

    // The same files in a directory of their own.
    void copy_to(const Scratch& other) const {
        std::filesystem::copy(path_, other.path_, std::filesystem::copy_options::recursive);
    }

private:
    std::filesystem::path path_;
};

}  // namespace anlan::adapters
