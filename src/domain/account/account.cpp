#include "domain/account/account.hpp"

#include "domain/area/events.hpp"
#include "domain/post/events.hpp"
#include "kernel/deadline_rule.hpp"

#include <algorithm>

namespace anlan::account {
namespace {

using kernel::Because;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;
using State = Account::State;
using Events = Account::Events;
using Decision = Account::Decision;

std::optional<Refusal> check_opened(const State& state) {
    if (state.opened) return std::nullopt;
    return Refusal{"account.unknown", "There is no such account.", Because::unknown, Remedy::fix_input, {}};
}

// A post that was set up, or one that the rulebook's roles and the city's areas make: else nobody would ever
// be owed anything there, and who sits there would see nothing.
std::optional<Refusal> check_post(const PostId& post_id, const kernel::Now& now) {
    if (now.briefs == nullptr || now.brief<post::Brief>(post_id.value())) return std::nullopt;
    const auto& levels = now.rules.section<kernel::RoleLevels>();
    const auto parts = kernel::parts_of(post_id);
    if (!parts || kernel::find_role(levels, parts->role) == nullptr)
        return invalid("account.post_unknown",
                       "There is no such post, and its id is not made of a role of the rulebook and an area.",
                       ".post_id");
    if (parts->area == levels.city || now.brief<area::Brief>(parts->area.value())) return std::nullopt;
    return invalid("account.area_unknown",
                   "There is no area " + parts->area.value() + " that the post could be for.", ".post_id");
}

std::optional<Refusal> check_reason(const std::string& reason) {
    if (!reason.empty() && reason.size() <= reason_length_max) return std::nullopt;
    return invalid("account.reason_required", "Say why, in at most 1000 bytes.", ".reason");
}

std::vector<Grant>::const_iterator grant_of(const State& state, const PostId& post_id) {
    return std::find_if(state.grants.begin(), state.grants.end(),
                        [&](const Grant& grant) { return grant.post_id == post_id; });
}

struct Fold {
    State& state;

    void operator()(const AccountOpened& e) const {
        state.opened = true;
        state.login = e.login;
        state.display_name = e.display_name;
        state.language = e.language;
        state.home = e.home;
    }
    void operator()(const PostGranted& e) const {
        std::erase_if(state.grants, [&](const Grant& grant) { return grant.post_id == e.post_id; });
        state.grants.push_back({e.post_id, e.from, e.until});
    }
    void operator()(const PostRevoked& e) const {
        std::erase_if(state.grants, [&](const Grant& grant) { return grant.post_id == e.post_id; });
    }
    void operator()(const AccountLocked&) const { state.locked = true; }
    void operator()(const AccountUnlocked&) const { state.locked = false; }
    void operator()(const PasswordChanged& e) const { state.password_changed_at = e.changed_at; }
};

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const OpenAccount& c) const {
        if (state.opened && state.login == c.login && state.home == c.home) return Events{};
        if (state.opened)
            return Unexpected{Refusal{"account.already_opened",
                                      "This account is open with other particulars.",
                                      Because::conflict,
                                      Remedy::reload,
                                      {}}};
        if (!is_login(c.login))
            return Unexpected{
                invalid("account.login_invalid", "A login has 2 to 64 of a-z, 0-9, '.' and '-'.", ".login")};
        if (c.display_name.empty() || c.display_name.reveal().size() > display_name_length_max)
            return Unexpected{invalid("account.display_name_invalid", "A person's name has 1 to 200 bytes.",
                                      ".display_name")};
        if (c.home.city.value().empty())
            return Unexpected{
                invalid("account.home_missing", "An account belongs to a city at least.", ".home.city")};
        return Events{AccountOpened{c.login, c.display_name, c.language, c.home, now.at}};
    }
    Decision operator()(const GrantPost& c) const {
        if (auto wrong = check_opened(state)) return Unexpected{*wrong};
        if (!c.post_id.value().starts_with("pst_"))
            return Unexpected{
                invalid("account.post_id_invalid", "A post's id begins with pst_.", ".post_id")};
        if (auto wrong = check_post(c.post_id, now)) return Unexpected{*wrong};
        const auto known = grant_of(state, c.post_id);
        if (known != state.grants.end() && known->until == c.until && (!c.from || known->from == *c.from))
            return Events{};
        const Instant from = c.from.value_or(now.at);
        if (c.until && *c.until <= from)
            return Unexpected{invalid("account.grant_ends_before_it_begins",
                                      "The grant must end after it begins.", ".until")};
        if (known == state.grants.end() && state.grants.size() >= grants_max)
            return Unexpected{Refusal{"account.too_many_posts",
                                      "An account holds at most 64 posts.",
                                      Because::conflict,
                                      Remedy::ask_superior,
                                      {}}};
        return Events{PostGranted{c.post_id, from, c.until, now.at}};
    }
    Decision operator()(const RevokePost& c) const {
        if (auto wrong = check_opened(state)) return Unexpected{*wrong};
        if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
        if (grant_of(state, c.post_id) == state.grants.end()) return Events{};
        return Events{PostRevoked{c.post_id, c.reason, now.at}};
    }
    Decision operator()(const LockAccount& c) const {
        if (auto wrong = check_opened(state)) return Unexpected{*wrong};
        if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
        // Locking oneself out is how a station loses its last administrator at night.
        if (now.by.kind == kernel::ActorKind::person && now.by.actor_id == account_id_of(state.login).value())
            return Unexpected{Refusal{"account.own_account",
                                      "Nobody locks their own account.",
                                      Because::conflict,
                                      Remedy::ask_superior,
                                      {}}};
        if (state.locked) return Events{};
        return Events{AccountLocked{c.reason, now.at}};
    }
    Decision operator()(const UnlockAccount& c) const {
        if (auto wrong = check_opened(state)) return Unexpected{*wrong};
        if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
        if (!state.locked) return Events{};
        return Events{AccountUnlocked{c.reason, now.at}};
    }
    Decision operator()(const NotePasswordChange& c) const {
        if (auto wrong = check_opened(state)) return Unexpected{*wrong};
        const Instant at = std::min(c.at.value_or(now.at), now.at);
        if (state.password_changed_at && *state.password_changed_at >= at) return Events{};
        return Events{PasswordChanged{at}};
    }
};

}  // namespace

Account::Decision Account::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

Account::State Account::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Account::obligations(const State&) { return kernel::nothing_owed; }

std::vector<PostId> posts_at(const Account::State& state, Instant at) {
    std::vector<PostId> posts;
    if (state.locked) return posts;
    for (const Grant& grant : state.grants)
        if (grant.from <= at && (!grant.until || at < *grant.until)) posts.push_back(grant.post_id);
    return posts;
}

AccountId account_id_of(const std::string& login) { return AccountId{"acc_" + login}; }

bool is_login(const std::string& text) {
    return text.size() >= 2 && text.size() <= login_length_max &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
           });
}

}  // namespace anlan::account
