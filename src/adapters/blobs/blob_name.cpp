#include "adapters/blobs/blob_name.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace anlan::adapters {

using ports::BlobHash;
using ports::Fault;
using ports::Then;

namespace {

constexpr std::size_t hash_bytes = ports::blob_hash_digits / 2;

}  // namespace

struct BlobHasher::State {
    crypto_generichash_state hashing;
};

BlobHasher::BlobHasher() : state_(std::make_unique<State>()) {
    crypto_generichash_init(&state_->hashing, nullptr, 0, hash_bytes);
}

BlobHasher::~BlobHasher() = default;

void BlobHasher::add(std::string_view bytes) {
    crypto_generichash_update(&state_->hashing, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
}

BlobHash BlobHasher::finish() {
    std::array<unsigned char, hash_bytes> hash{};
    crypto_generichash_final(&state_->hashing, hash.data(), hash.size());
    std::string text(ports::blob_hash_digits + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    text.pop_back();
    return BlobHash{std::move(text)};
}

BlobHash blob_hash(std::string_view sealed) {
    BlobHasher hasher;
    hasher.add(sealed);
    return hasher.finish();
}

bool is_blob_hash(std::string_view name) {
    return name.size() == ports::blob_hash_digits && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

Fault blob_missing(const BlobHash& hash) {
    return {Then::stop, "attachments.missing", "there is no attachment " + hash.value()};
}

Fault blob_damaged(const BlobHash& hash) {
    return {Then::stop, "attachments.damaged", "the attachment " + hash.value() + " was changed"};
}

Fault blob_too_large(std::size_t bytes) {
    return {Then::stop, "attachments.too_large",
            std::to_string(bytes) + " bytes, at most " + std::to_string(ports::blob_bytes_max)};
}

}  // namespace anlan::adapters
