#include "views/rights.hpp"

#include "base/check.hpp"
#include "codec/json.hpp"

#include <mutex>

namespace anlan::views {
namespace {

// As much of a post's and of a break-glass's state as is needed here.
struct DelegationSeen {
    AccountId account_id;
    AccountId to_account_id;
    Instant until{};
    std::string reason;
    std::optional<std::vector<std::string>> permissions;
};
BOOST_DESCRIBE_STRUCT(DelegationSeen, (), (account_id, to_account_id, until, reason, permissions))
struct PostSeen {
    std::string role;
    Jurisdiction where;
    std::vector<DelegationSeen> delegations;
};
BOOST_DESCRIBE_STRUCT(PostSeen, (), (role, where, delegations))
struct GlassSeen {
    std::string record;
    AccountId account_id;
    Jurisdiction where;
    std::string reason;
    Instant until{};
    std::optional<Instant> closed_at;
};
BOOST_DESCRIBE_STRUCT(GlassSeen, (), (record, account_id, where, reason, until, closed_at))

template <class Seen>
Seen read(const kernel::Module& module, const kernel::StatePtr& state) {
    auto seen = codec::read_json<Seen>(module.encode_state(state), codec::Unknown::ignore);
    ANLAN_CHECK(seen.ok(), "a state is read as it was written");
    return std::move(seen).value();
}

}  // namespace

void Rights::restore(const kernel::Module& module, std::string_view stream, const kernel::StatePtr& state) {
    const std::unique_lock lock{mutex_};
    const std::string by{stream};
    if (module.name == "post") {
        auto post = read<PostSeen>(module, state);
        for (auto& one : post.delegations)
            put({by,
                 one.to_account_id,
                 one.account_id,
                 post.role,
                 post.where,
                 one.permissions.value_or(std::vector<std::string>{}),
                 {},
                 one.reason,
                 one.until});
        posts_[by] = {std::move(post.role), post.where};
    } else if (module.name == "break_glass") {
        auto glass = read<GlassSeen>(module, state);
        if (glass.closed_at) return;
        put({by, glass.account_id, {}, {}, glass.where, {}, glass.record, glass.reason, glass.until});
    }
}

void Rights::apply(std::span<const kernel::Committed> committed) {
    for (const auto& one : committed)
        if (one.module->name == "post" || one.module->name == "break_glass") apply(one);
}

void Rights::apply(const kernel::Committed& one) {
    const std::unique_lock lock{mutex_};
    const auto& by = one.envelope.stream;
    if (const auto* created = one.event.as<post::PostCreated>()) posts_[by] = {created->role, created->where};
    if (const auto* e = one.event.as<post::DutyDelegated>()) {
        const auto& post = posts_[by];
        put({by,
             e->to_account_id,
             e->account_id,
             post.role,
             post.where,
             e->permissions.value_or(std::vector<std::string>{}),
             {},
             e->reason,
             e->until});
    }
    if (const auto* e = one.event.as<post::DelegationEnded>()) take(by, e->to_account_id);
    if (const auto* e = one.event.as<break_glass::GlassBroken>())
        put({by, e->account_id, {}, {}, e->where, {}, e->record, e->reason, e->until});
    if (one.event.as<break_glass::GlassClosed>() != nullptr)
        for (auto& [account, rights] : by_account_) take(by, AccountId{account});
}

// A second delegation of the same post to the same person takes the place of the first.
void Rights::put(RightGiven right) {
    take(right.by, right.account_id);
    by_account_[right.account_id.value()].push_back(std::move(right));
    count_.fetch_add(1);
    ++changes_;
}

void Rights::take(const std::string& by, const AccountId& account_id) {
    const auto found = by_account_.find(account_id.value());
    if (found == by_account_.end()) return;
    count_.fetch_sub(std::erase_if(found->second, [&](const RightGiven& right) { return right.by == by; }));
    ++changes_;
}

std::vector<RightGiven> Rights::of(std::string_view account_id, Instant now) const {
    std::vector<RightGiven> given;
    if (count_.load() == 0) return given;
    const std::shared_lock lock{mutex_};
    const auto found = by_account_.find(account_id);
    if (found == by_account_.end()) return given;
    for (const auto& right : found->second)
        if (now < right.until) given.push_back(right);
    return given;
}

std::vector<RightGiven> Rights::had_or_given(std::string_view account_id, Instant now) const {
    std::vector<RightGiven> all;
    const std::shared_lock lock{mutex_};
    for (const auto& [account, rights] : by_account_)
        for (const auto& right : rights) {
            const bool gave = right.given_by && right.given_by->value() == account_id;
            if (now < right.until && (account == account_id || gave)) all.push_back(right);
        }
    return all;
}

}  // namespace anlan::views
