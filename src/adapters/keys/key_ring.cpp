#include "adapters/keys/key_ring.hpp"

#include "adapters/keys/pieces.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace anlan::adapters {

using keys::Owner;
using keys::RecordKey;
using keys::Slot;
using keys::SlotState;
using ports::Fault;
using ports::Then;

namespace {

constexpr std::size_t read_at_once = 4'096;      // slots
constexpr std::uint64_t slots_max = 1ULL << 40;  // a number beyond is no slot's

}  // namespace

std::size_t KeyRing::OwnerHash::operator()(const Owner& owner) const noexcept {
    std::size_t value = 0;  // it is a hash already
    std::memcpy(&value, owner.data(), sizeof value);
    return value;
}

KeyRing::KeyRing(std::unique_ptr<keys::KeyDisk> disk, std::vector<keys::Key> masters, ports::Random& random,
                 KeyRingLimits limits)
    : disk_(std::move(disk)), masters_(std::move(masters)), random_(random), limits_(limits) {
    for (const auto& master : masters_) master_marks_.push_back(keys::mark_of_master(master));
    open_.resize(limits_.kept_open);
}

KeyRing::~KeyRing() {
    (void)sync();  // only what the log would teach again
    for (auto& open : open_) keys::forget(open.key);
    for (auto& master : masters_) keys::forget(master);
}

Result<std::unique_ptr<KeyRing>, Fault> KeyRing::open(std::unique_ptr<keys::KeyDisk> disk,
                                                      std::vector<keys::Key> masters, ports::Random& random,
                                                      KeyRingLimits limits) noexcept {
    ANLAN_CHECK(!masters.empty() && limits.made_ahead > 0 && limits.kept_open > 0, "a key ring has a master");
    std::unique_ptr<KeyRing> ring{new KeyRing{std::move(disk), std::move(masters), random, limits}};
    ANLAN_TRY_DONE(ring->load());
    return ring;
}

Result<Done, Fault> KeyRing::load() {
    ANLAN_TRY(const auto size, disk_->size());
    if (size == 0) {
        ANLAN_TRY_DONE(disk_->write(0, keys::header()));
        return Done{};
    }
    if (size < keys::header_bytes)
        return Unexpected{Fault{Then::stop, "keys.damaged", "the file keys is cut off"}};
    ANLAN_TRY(const auto head, disk_->read(0, keys::header_bytes));
    if (head != keys::header())
        return Unexpected{Fault{Then::stop, "keys.unknown_format", "the file keys is of another format"}};
    // A last slot that was not written whole was made ahead and never used.
    slots_ = (size - keys::header_bytes) / keys::slot_bytes;
    for (Number first = 0; first < slots_; first += read_at_once) {
        const auto count = std::min<Number>(read_at_once, slots_ - first);
        ANLAN_TRY(const auto bytes,
                  disk_->read(keys::offset_of(first), static_cast<std::size_t>(count) * keys::slot_bytes));
        for (Number i = 0; i < count; ++i)
            take_in(first + i, keys::slot_of(std::string_view{bytes}.substr(
                                   static_cast<std::size_t>(i) * keys::slot_bytes, keys::slot_bytes)));
    }
    return Done{};
}

void KeyRing::take_in(Number number, const Slot& slot) {
    const bool readable = master_of(slot) != nullptr;
    if (slot.state == SlotState::damaged || (slot.state != SlotState::destroyed && !readable)) ++unreadable_;
    if (slot.state == SlotState::owned) owned_.emplace(slot.owner, number);
    if (slot.state == SlotState::destroyed) {
        destroyed_.insert(slot.owner);
        if (slot.wrapped != keys::Wrapped{}) half_gone_.push_back({number, slot.owner, {}});
    }
    if (slot.state == SlotState::free && readable) free_.insert(number);
}

const keys::Key* KeyRing::master_of(const Slot& slot) const {
    const auto found = std::find(master_marks_.begin(), master_marks_.end(), slot.master);
    return found == master_marks_.end() ? nullptr
                                        : &masters_[static_cast<std::size_t>(found - master_marks_.begin())];
}

// Durable before any of them is used.
Result<Done, Fault> KeyRing::make_ahead() {
    std::string bytes;
    for (Number number = slots_; number < slots_ + limits_.made_ahead; ++number) {
        Slot slot;
        slot.master = master_marks_.front();
        auto fresh = keys::random_key(random_);
        slot.nonce = keys::random_nonce(random_);
        slot.wrapped = keys::wrap(masters_.front(), slot.nonce, number, fresh);
        keys::forget(fresh);
        bytes += keys::to_bytes(slot);
    }
    ANLAN_TRY_DONE(disk_->write(keys::offset_of(slots_), bytes));
    ANLAN_TRY_DONE(disk_->sync());
    for (std::size_t i = 0; i < limits_.made_ahead; ++i) free_.insert(free_.end(), slots_++);
    return Done{};
}

const Owner& KeyRing::owner(std::string_view stream) {
    if (stream != last_stream_ || stream.empty()) {
        last_stream_ = stream;
        last_owner_ = keys::owner_of(stream);
    }
    return last_owner_;
}

// The newest key that can be used: one whose master was lost is no key any more.
std::optional<KeyRing::Number> KeyRing::newest(const Owner& owner) {
    std::optional<Number> found;
    const auto [from, to] = owned_.equal_range(owner);
    for (auto it = from; it != to; ++it)
        if ((!found || it->second > *found) && key(it->second) != nullptr) found = it->second;
    return found;
}

std::optional<KeyRing::Number> KeyRing::next_free() {
    if (free_.empty() && !make_ahead().ok()) return std::nullopt;
    return *free_.begin();
}

void KeyRing::claim(const Owner& owner, Number number) {
    free_.erase(number);
    owned_.emplace(owner, number);
    destroyed_.erase(owner);
    unwritten_.emplace_back(number, owner);
}

const RecordKey* KeyRing::kept_open(Number number) const {
    const Open& open = open_[static_cast<std::size_t>(number % open_.size())];
    return open.used && open.slot == number ? &open.key : nullptr;
}

// The slot, if it holds a key that can be had.
std::optional<Slot> KeyRing::slot(Number number) {
    if (number > slots_max) return std::nullopt;
    // A reader beside a running service sees slots that were made after it began.
    const auto bytes = disk_->read(keys::offset_of(number), keys::slot_bytes);
    if (!bytes.ok()) return std::nullopt;
    const Slot slot = keys::slot_of(bytes.value());
    const bool holds = slot.state == SlotState::free || slot.state == SlotState::owned;
    return holds && master_of(slot) != nullptr ? std::optional{slot} : std::nullopt;
}

std::optional<RecordKey> KeyRing::unwrapped(Number number, const Slot& slot) const {
    auto plain = keys::unwrap(*master_of(slot), slot.nonce, number, slot.wrapped);
    if (!plain) return std::nullopt;
    const auto key = keys::expand(*plain);
    keys::forget(*plain);
    return key;
}

const RecordKey* KeyRing::key(Number number) {
    if (const auto* kept = kept_open(number)) return kept;
    const auto found = slot(number);
    const auto plain = found ? unwrapped(number, *found) : std::nullopt;
    if (!plain) return nullptr;
    Open& open = open_[static_cast<std::size_t>(number % open_.size())];
    open = {number, true, *plain};
    return &open.key;
}

// Unwrapping takes most of the time, so that it is done without the lock: many read at once. A key that was
// destroyed meanwhile is not kept.
std::optional<RecordKey> KeyRing::copy_of(Number number) {
    std::optional<Slot> found;
    std::uint64_t destructions = 0;
    {
        const std::lock_guard lock{mutex_};
        if (const auto* kept = kept_open(number)) return *kept;
        found = slot(number);
        destructions = destructions_;
    }
    auto plain = found ? unwrapped(number, *found) : std::nullopt;
    if (!plain) return std::nullopt;
    const std::lock_guard lock{mutex_};
    if (destructions == destructions_)
        open_[static_cast<std::size_t>(number % open_.size())] = {number, true, *plain};
    return plain;
}

// The key that seals what is new of the record; it is kept open.
std::optional<KeyRing::Number> KeyRing::sealing_key(std::string_view stream, kernel::WithoutKey without) {
    const Owner& whose = owner(stream);
    auto number = newest(whose);
    const bool fresh = !number && without == kernel::WithoutKey::make_one;
    if (fresh) number = next_free();
    if (!number || key(*number) == nullptr) return std::nullopt;
    if (fresh) claim(whose, *number);
    return number;
}

std::optional<std::string> KeyRing::seal(std::string_view stream, std::uint64_t place, std::string_view text,
                                         kernel::WithoutKey without) noexcept {
    const std::lock_guard lock{mutex_};
    const auto number = sealing_key(stream, without);
    const RecordKey* found = number ? key(*number) : nullptr;
    if (found == nullptr) return std::nullopt;
    return keys::seal(*found, *number, stream, place, text);
}

// Megabytes are sealed and opened without the lock, on which commands wait.
std::optional<ports::SealedBytes> KeyRing::seal_bytes(std::string_view stream, std::string_view content,
                                                      kernel::WithoutKey without) noexcept {
    std::optional<Number> number;
    std::optional<RecordKey> copy;
    {
        const std::lock_guard lock{mutex_};
        number = sealing_key(stream, without);
        if (const RecordKey* found = number ? key(*number) : nullptr) copy = *found;
    }
    if (!copy) return std::nullopt;
    auto sealed = keys::seal_pieces(*copy, *number, stream, content);
    keys::forget(*copy);
    return sealed;
}

std::optional<std::string> KeyRing::open_bytes(std::string_view stream, std::uint64_t sealed_size,
                                               ports::ByteRange range, const ReadSealed& read) noexcept {
    const auto head = read({0, keys::pieces_head_bytes});
    const auto number = head ? keys::slot_of_pieces(*head) : std::nullopt;
    auto copy = number ? copy_of(*number) : std::nullopt;
    if (!copy) return std::nullopt;
    auto content = keys::open_pieces(*copy, stream, *head, sealed_size, range, read);
    keys::forget(*copy);
    const std::lock_guard lock{mutex_};
    if (content && free_.contains(*number)) claim(owner(stream), *number);
    return content;
}

std::optional<std::string> KeyRing::open(std::string_view stream, std::string_view sealed) noexcept {
    const auto parts = keys::take_apart(sealed);
    if (!parts) return std::nullopt;
    auto found = copy_of(parts->slot);
    if (!found) return std::nullopt;
    auto text = keys::open(*found, stream, *parts);
    keys::forget(*found);
    const std::lock_guard lock{mutex_};
    if (text && free_.contains(parts->slot)) claim(owner(stream), parts->slot);
    return text;
}

std::uint64_t KeyRing::mark(std::string_view stream, std::string_view text) noexcept {
    const std::lock_guard lock{mutex_};
    auto number = newest(owner(stream));
    if (!number) number = next_free();
    const RecordKey* found = number ? key(*number) : nullptr;
    return found == nullptr ? 0 : keys::mark(*found, text);
}

bool KeyRing::destroyed(std::string_view stream) noexcept {
    const std::lock_guard lock{mutex_};
    return destroyed_.contains(owner(stream));
}

bool KeyRing::own(std::string_view stream) noexcept {
    const std::lock_guard lock{mutex_};
    const Owner& whose = owner(stream);
    if (newest(whose)) return true;
    const auto number = next_free();
    if (!number) return false;
    claim(whose, *number);
    return true;
}

std::vector<std::uint64_t> KeyRing::keys_of(std::string_view stream) noexcept {
    const std::lock_guard lock{mutex_};
    std::vector<std::uint64_t> numbers;
    const auto [from, to] = owned_.equal_range(owner(stream));
    for (auto it = from; it != to; ++it) numbers.push_back(it->second);
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

Result<Done, Fault> KeyRing::overwrite(Number number, const Owner& whose) {
    Slot gone;
    gone.state = SlotState::destroyed;
    gone.owner = whose;
    return disk_->write(keys::offset_of(number), keys::to_bytes(gone));
}

// In memory a key is forgotten only when its slot was overwritten.
Result<Done, Fault> KeyRing::destroy_one(const std::string& stream, const Owner& whose, Number number) {
    const auto [from, to] = owned_.equal_range(whose);
    const auto found = std::find_if(from, to, [&](const auto& entry) { return entry.second == number; });
    if (found == to) return Done{};
    ++destructions_;
    ANLAN_TRY_DONE(overwrite(number, whose));
    Open& open = open_[static_cast<std::size_t>(number % open_.size())];
    if (open.used && open.slot == number) {
        keys::forget(open.key);
        open.used = false;
    }
    owned_.erase(found);
    std::erase_if(unwritten_, [&](const auto& claimed) { return claimed.first == number; });
    if (!owned_.contains(whose)) destroyed_.insert(whose);
    half_gone_.push_back({number, whose, stream});
    return Done{};
}

Result<std::vector<std::string>, Fault> KeyRing::destroy(
    std::span<const ports::RecordKeys> records) noexcept {
    const std::lock_guard lock{mutex_};
    // What an earlier call could not sync may have been dropped by the disk: it is written again.
    for (const auto& gone : half_gone_) ANLAN_TRY_DONE(overwrite(gone.number, gone.owner));
    for (const auto& record : records) {
        const Owner whose = keys::owner_of(record.stream);
        for (const auto number : record.keys) ANLAN_TRY_DONE(destroy_one(record.stream, whose, number));
    }
    if (half_gone_.empty()) return std::vector<std::string>{};
    ANLAN_TRY_DONE(disk_->sync());
    std::set<std::string> lost;
    for (auto& gone : half_gone_)
        if (!gone.stream.empty()) lost.insert(std::move(gone.stream));
    half_gone_.clear();
    return std::vector<std::string>{lost.begin(), lost.end()};
}

Result<Done, Fault> KeyRing::write_claims() {
    while (!unwritten_.empty()) {
        const auto& [number, whose] = unwritten_.back();
        ANLAN_TRY(const auto bytes, disk_->read(keys::offset_of(number), keys::slot_bytes));
        Slot slot = keys::slot_of(bytes);
        slot.state = SlotState::owned;
        slot.owner = whose;
        ANLAN_TRY_DONE(disk_->write(keys::offset_of(number),
                                    std::string_view{keys::to_bytes(slot)}.substr(0, keys::claim_bytes)));
        unwritten_.pop_back();
    }
    return Done{};
}

Result<Done, Fault> KeyRing::sync() noexcept {
    const std::lock_guard lock{mutex_};
    if (unwritten_.empty()) return Done{};
    ANLAN_TRY_DONE(write_claims());
    return disk_->sync();
}

KeyRing::Counts KeyRing::counts() const {
    const std::lock_guard lock{mutex_};
    return {owned_.size(), destroyed_.size(), unreadable_};
}

}  // namespace anlan::adapters
