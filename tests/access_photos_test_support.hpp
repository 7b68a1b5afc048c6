// The photos of the world of access_world_test_support.hpp: real keys and the real sealing over disks in
// memory.
#pragma once
#include "adapters/blobs/blob_name.hpp"
#include "adapters/keys/key_ring.hpp"
#include "adapters/keys/keys_test_support.hpp"
#include "adapters/memory/memory_blob_store.hpp"
#include "ports/kept_attachments.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::access_world {

// The least that is taken as a JPEG, with this in its pixels.
inline std::string photo_of(const std::string& shown) {
    using namespace std::string_literals;
    const auto segment = [](int marker, const std::string& content) {
        const auto length = content.size() + 2;
        return "\xff"s + static_cast<char>(marker) + static_cast<char>(length >> 8U) +
               static_cast<char>(length & 0xFFU) + content;
    };
    return "\xff\xd8"s + segment(0xDB, std::string(65, '\1')) + segment(0xC4, std::string(20, '\1')) +
           segment(0xC0, "\x08\0\x10\0\x18\1\1\x11\0"s) + segment(0xDA, "\1\1\0\0\x3f\0"s) + shown +
           "\xff\xd9";
}

inline const std::string shown_in_photos = "a courtyard";
inline constexpr std::string_view photo_id = "att_world";  // of each record of the world that takes one

class Photos {
public:
    explicit Photos(ports::Clock& clock) : store(clock, adapters::blob_hash) {}

    // The body of the command that adds the world's photo to this record.
    std::string added_to(const std::string& stream) {
        const auto photo = photo_of(shown_in_photos);
        const auto one = kept.keep(stream, photo).value();
        return R"({"attachment_id":")" + std::string{photo_id} + R"(","media_type":"image/jpeg","bytes":)" +
               std::to_string(photo.size()) + R"(,"content_hash":")" + one.content_hash +
               R"(","sealed_hash":")" + one.sealed_hash.value() + R"("})";
    }
    std::size_t count() { return store.list().value().size(); }

private:
    std::shared_ptr<adapters::keys::MemoryKeyDisk> disk_ = std::make_shared<adapters::keys::MemoryKeyDisk>();
    adapters::SeededRandom random_{7};
    std::vector<adapters::keys::Key> masters_{adapters::keys::random_key(random_)};
    std::unique_ptr<adapters::KeyRing> ring_ =
        adapters::KeyRing::open(std::make_unique<adapters::SharedKeyDisk>(disk_), masters_, random_, {16, 16})
            .value();

public:
    adapters::MemoryBlobStore store;
    ports::KeptAttachments kept{store, *ring_, *ring_};
};

}  // namespace anlan::access_world
