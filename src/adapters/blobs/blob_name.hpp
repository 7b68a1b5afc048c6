// The name of sealed bytes, which is their hash.
#pragma once
#include "ports/blob_store.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace anlan::adapters {

ports::BlobHash blob_hash(std::string_view sealed);
// Lower-case hexadecimal digits, as many as a hash has; nothing else is ever a path.
bool is_blob_hash(std::string_view name);

// Over bytes that are read one after another.
class BlobHasher {
public:
    BlobHasher();
    ~BlobHasher();
    BlobHasher(const BlobHasher&) = delete;
    BlobHasher& operator=(const BlobHasher&) = delete;
    void add(std::string_view bytes);
    ports::BlobHash finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

ports::Fault blob_missing(const ports::BlobHash& hash);
ports::Fault blob_damaged(const ports::BlobHash& hash);
ports::Fault blob_too_large(std::size_t bytes);

}  // namespace anlan::adapters
