#include "stream/feed.hpp"

#include "base/check.hpp"
#include "stream/ring.hpp"

#include <algorithm>

namespace anlan::stream {

struct Feed::Core {
    explicit Core(FeedSetup given) : setup(std::move(given)) {
        ring.dropped_through = setup.position;
        ring.dropped_mark = setup.mark;
        ring.head = setup.position;
        head = setup.position;
        for (const auto& [resource, permission] : setup.permissions)
            ring.permissions[ring.resource_index(resource)] = permission;
    }

    FeedSetup setup;
    Ring ring;
    std::atomic<std::uint64_t> head{0};  // of the ring, for ready() without its mutex
    std::atomic<std::size_t> subscribers{0};
};

namespace {

class Cursor final : public ports::ByteStream {
public:
    Cursor(std::shared_ptr<Feed::Core> core, Subscription subscription)
        : core_(std::move(core)), subscription_(std::move(subscription)) {
        ++core_->subscribers;
        const std::unique_lock lock{core_->ring.mutex};
        audience_ = core_->ring.audience_of(subscription_.seat, core_->setup.limits.changes_max + 1);
        begin();
    }
    ~Cursor() override { --core_->subscribers; }
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

    bool ready() noexcept override {
        return greeting_ || seen_ < core_->head.load(std::memory_order_acquire);
    }

    Next read(std::size_t bytes_max, std::vector<ports::Bytes>& chunks) noexcept override {
        if (subscription_.may_have_ended() && !subscription_.still_wanted()) return Next::finished;
        const std::shared_lock lock{core_->ring.mutex};
        const Ring& ring = core_->ring;
        if (greeting_) chunks.push_back(std::move(greeting_));
        greeting_ = nullptr;
        if (next_ < ring.first_sequence || ring.end_sequence() - next_ > core_->setup.limits.behind_max) {
            chunks.push_back(std::make_shared<const std::string>(
                encode_reset(log_id(), ring.head, ring.mark_at(ring.head), "slow")));
            return Next::finished;
        }
        std::size_t bytes = 0;
        for (; next_ < ring.end_sequence() && bytes < bytes_max; ++next_) {
            const Entry& entry = ring.entries[static_cast<std::size_t>(next_ - ring.first_sequence)];
            const Sight sight = sight_of(entry);
            if (sight == Sight::nothing) continue;
            chunks.push_back(sight == Sight::whole ? entry.bytes : entry.left_bytes);
            bytes += chunks.back()->size();
        }
        const bool more = next_ < ring.end_sequence();
        seen_ = more ? ring.entries[static_cast<std::size_t>(next_ - ring.first_sequence)].position - 1
                     : ring.head;
        seen_mark_ = ring.mark_at(seen_);
        return more ? Next::more : Next::drained;
    }

    // Carries the id of what was seen, so that a console to whom little is visible does not fall off the
    // ring.
    ports::Bytes heartbeat() noexcept override {
        if (!subscription_.still_wanted()) return nullptr;
        return std::make_shared<const std::string>(":\nid: " + event_id(log_id(), seen_, seen_mark_) +
                                                   "\n\n");
    }

private:
    const std::string& log_id() const { return core_->setup.log_id; }

    // Where to begin, and what to say first. Under the ring's mutex.
    void begin() {
        const Ring& ring = core_->ring;
        std::optional<std::uint64_t> from = subscription_.after;
        std::string_view reset;
        if (!subscription_.last_event_id.empty()) {
            const auto seen = seen_in(subscription_.last_event_id, log_id());
            from = seen ? std::optional{seen->position} : std::nullopt;
            if (!seen || !has(*seen)) reset = "other_log";
        }
        if (from && *from > ring.head) reset = "other_log";
        if (from && *from < ring.dropped_through) reset = "too_old";
        const std::uint64_t position = from && reset.empty() ? *from : ring.head;
        next_ = ring.sequence_after(position);
        seen_ = position;
        seen_mark_ = ring.mark_at(position);
        std::string hello = "retry: 1000\n";
        if (reset.empty())
            hello += "id: " + event_id(log_id(), position, seen_mark_) + "\n\n";
        else  // the id comes with the reset alone: whoever loses the line before it must be told again
            hello += "\n" + encode_reset(log_id(), ring.head, ring.mark_at(ring.head), reset);
        greeting_ = std::make_shared<const std::string>(std::move(hello));
    }

    // Whether this log has the record that was seen, as far as both sides know its mark.
    bool has(const Seen& seen) const {
        const auto mark = core_->ring.mark_at(seen.position);
        return mark == 0 || seen.mark == 0 || mark == seen.mark;
    }

    Sight sight_of(const Entry& entry) const {
        const Ring& ring = core_->ring;
        if (ring.permissions[entry.resource].empty()) return Sight::nothing;
        const auto& wanted = subscription_.resources;
        if (!wanted.empty() && !wanted.contains(ring.resources[entry.resource])) return Sight::nothing;
        auto& verdict = audience_->verdicts[static_cast<std::size_t>(next_ % audience_->verdicts.size())];
        Sight said = verdict.load(std::memory_order_relaxed);
        if (said == Sight::not_asked) {
            said = ask(audience_->seat, entry);
            verdict.store(said, std::memory_order_relaxed);
        }
        if (said == Sight::whole || !shares(entry)) return said;
        return ask(subscription_.seat, entry);
    }

    static bool shares(const Entry& entry) {
        return !entry.scope.shared_with.empty() || (entry.came_from && !entry.came_from->shared_with.empty());
    }

    Sight ask(const access::Seat& seat, const Entry& entry) const {
        const std::string& permission = core_->ring.permissions[entry.resource];
        const auto& rules = core_->setup.rules;
        if (access::may(seat, permission, {}, entry.scope, rules).allowed()) return Sight::whole;
        if (entry.came_from && access::may(seat, permission, {}, *entry.came_from, rules).allowed())
            return Sight::left;
        return Sight::nothing;
    }

    std::shared_ptr<Feed::Core> core_;
    Subscription subscription_;
    std::shared_ptr<Audience> audience_;
    ports::Bytes greeting_;
    std::uint64_t next_ = 0;  // sequence of the first change not yet looked at
    std::uint64_t seen_ = 0;  // position up to which everything was looked at
    std::uint32_t seen_mark_ = 0;
};

}  // namespace

std::map<std::string, std::string, std::less<>> read_permissions(const kernel::Modules& modules) {
    std::map<std::string, std::string, std::less<>> permissions;
    for (const kernel::Module& module : modules) permissions.emplace(module.resource, module.read_permission);
    return permissions;
}

Feed::Feed(FeedSetup setup) : core_(std::make_shared<Core>(std::move(setup))) {
    const FeedLimits& limits = core_->setup.limits;
    ANLAN_CHECK(limits.changes_min > 0 && limits.changes_min <= limits.changes_max &&
                    limits.behind_max <= limits.changes_max,
                "the feed's limits contradict one another");
}
Feed::~Feed() = default;

void Feed::publish(std::span<const views::Change> changes) noexcept {
    if (changes.empty()) return;
    std::vector<Entry> fresh;  // encoded before the mutex is taken
    fresh.reserve(changes.size());
    for (const views::Change& change : changes)
        fresh.push_back({change.position,
                         change.recorded_at,
                         0,
                         change.scope,
                         std::make_shared<const std::string>(encode(change, core_->setup.log_id)),
                         {},
                         {},
                         change.mark});
    Ring& ring = core_->ring;
    const std::unique_lock lock{ring.mutex};
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        ANLAN_CHECK(fresh[i].position > ring.head, "changes reached the feed out of log order");
        ring.head = fresh[i].position;
        fresh[i].resource = ring.resource_index(changes[i].resource);
        fresh[i].came_from = ring.note_whereabouts(changes[i]);
        if (fresh[i].came_from)
            fresh[i].left_bytes =
                std::make_shared<const std::string>(encode_left(changes[i], core_->setup.log_id));
        ring.push(std::move(fresh[i]));
    }
    ring.trim(core_->setup.limits, changes.back().recorded_at);
    core_->head.store(ring.head, std::memory_order_release);
}

std::unique_ptr<ports::ByteStream> Feed::subscribe(Subscription subscription) {
    return std::make_unique<Cursor>(core_, std::move(subscription));
}

std::size_t Feed::subscribers() const { return core_->subscribers.load(); }
std::uint64_t Feed::position() const { return core_->head.load(); }

}  // namespace anlan::stream
