// The keys of records over slots on a disk. Which slot is whose is kept in memory and written with the next
// sync(): it can be learnt again from any text that opens. Slots are made ahead and synced before the first
// of them is used, so that no command waits for a key to be written.
#pragma once
#include "adapters/keys/key_disk.hpp"
#include "adapters/keys/slot.hpp"
#include "ports/attachment_seal.hpp"
#include "ports/key_store.hpp"
#include "ports/random.hpp"

#include <memory>
#include <mutex>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace anlan::adapters {

struct KeyRingLimits {
    std::size_t made_ahead = 1'024;  // slots at a time
    std::size_t kept_open = 8'192;   // unwrapped keys in memory
};

class KeyRing final : public ports::KeyStore, public ports::AttachmentSeal {
public:
    // `masters`: the first wraps new keys, each opens those it wrapped.
    static Result<std::unique_ptr<KeyRing>, ports::Fault> open(std::unique_ptr<keys::KeyDisk> disk,
                                                               std::vector<keys::Key> masters,
                                                               ports::Random& random,
                                                               KeyRingLimits limits = {}) noexcept;
    ~KeyRing() override;

    std::optional<std::string> seal(std::string_view stream, std::uint64_t place, std::string_view text,
                                    kernel::WithoutKey without) noexcept override;
    std::optional<std::string> open(std::string_view stream, std::string_view sealed) noexcept override;
    std::uint64_t mark(std::string_view stream, std::string_view text) noexcept override;
    bool destroyed(std::string_view stream) noexcept override;
    bool own(std::string_view stream) noexcept override;

    std::optional<ports::SealedBytes> seal_bytes(std::string_view stream, std::string_view content,
                                                 kernel::WithoutKey without) noexcept override;
    std::optional<std::string> open_bytes(std::string_view stream, std::uint64_t sealed_size,
                                          ports::ByteRange range, const ReadSealed& read) noexcept override;

    std::vector<std::uint64_t> keys_of(std::string_view stream) noexcept override;
    Result<std::vector<std::string>, ports::Fault> destroy(
        std::span<const ports::RecordKeys> records) noexcept override;
    Result<Done, ports::Fault> sync() noexcept override;

    struct Counts {
        std::size_t owned = 0;
        std::size_t destroyed = 0;   // records whose every key was destroyed
        std::size_t unreadable = 0;  // slots whose master is not here
    };
    Counts counts() const;

private:
    using Number = std::uint64_t;
    struct OwnerHash {
        std::size_t operator()(const keys::Owner& owner) const noexcept;
    };
    struct Open {
        Number slot = 0;
        bool used = false;
        keys::RecordKey key{};
    };

    KeyRing(std::unique_ptr<keys::KeyDisk> disk, std::vector<keys::Key> masters, ports::Random& random,
            KeyRingLimits limits);
    Result<Done, ports::Fault> load();
    void take_in(Number number, const keys::Slot& slot);
    const keys::Key* master_of(const keys::Slot& slot) const;
    Result<Done, ports::Fault> make_ahead();
    std::optional<Number> newest(const keys::Owner& owner);
    std::optional<Number> next_free();
    std::optional<Number> sealing_key(std::string_view stream, kernel::WithoutKey without);
    void claim(const keys::Owner& owner, Number number);
    const keys::RecordKey* kept_open(Number number) const;
    std::optional<keys::Slot> slot(Number number);
    std::optional<keys::RecordKey> unwrapped(Number number, const keys::Slot& slot) const;
    const keys::RecordKey* key(Number number);
    std::optional<keys::RecordKey> copy_of(Number number);
    const keys::Owner& owner(std::string_view stream);
    Result<Done, ports::Fault> overwrite(Number number, const keys::Owner& whose);
    Result<Done, ports::Fault> destroy_one(const std::string& stream, const keys::Owner& whose,
                                           Number number);
    Result<Done, ports::Fault> write_claims();

    std::unique_ptr<keys::KeyDisk> disk_;
    std::vector<keys::Key> masters_;
    std::vector<std::array<std::uint8_t, 4>> master_marks_;
    ports::Random& random_;
    KeyRingLimits limits_;

    mutable std::mutex mutex_;
    Number slots_ = 0;
    std::set<Number> free_;
    std::unordered_multimap<keys::Owner, Number, OwnerHash> owned_;
    std::unordered_set<keys::Owner, OwnerHash> destroyed_;
    struct HalfGone {
        Number number = 0;
        keys::Owner owner{};
        std::string stream;  // empty: found so at the start
    };
    std::vector<HalfGone> half_gone_;  // to be destroyed, and not known to be so on the disk
    std::vector<std::pair<Number, keys::Owner>> unwritten_;  // claims that the disk does not know yet
    std::vector<Open> open_;                                 // by number modulo its size
    std::string last_stream_;                                // whose owner is last_owner_: texts come in runs
    keys::Owner last_owner_{};
    std::size_t unreadable_ = 0;
    std::uint64_t destructions_ = 0;
};

}  // namespace anlan::adapters
