// Accounts and their posts, for whoever keeps them.
#include "adapters/identity/sqlite_identity.hpp"

#include "adapters/identity/account_words.hpp"
#include "adapters/identity/token.hpp"

#include <algorithm>

namespace anlan::adapters::identity {

using ports::AccountTrouble;

Unexpected<AccountTrouble> trouble(ports::Fault fault) { return {AccountTrouble{std::move(fault)}}; }
Unexpected<AccountTrouble> trouble(kernel::Refusal refusal) { return {AccountTrouble{std::move(refusal)}}; }

Result<AccountId, AccountTrouble> SqliteIdentity::create(std::string login, std::string display,
                                                         PersonalText password) noexcept {
    login = folded(login);
    if (auto wrong = fault_in_login(login)) return trouble(std::move(*wrong));
    if (auto wrong = fault_in_password(login, password)) return trouble(std::move(*wrong));
    auto hash = hash_password(password, settings_.cost);
    if (!hash)
        return trouble(ports::Fault{ports::Then::retry_call, "identity.memory", "no memory for Argon2id"});
    const std::lock_guard lock{store_mutex_};
    auto known = store_->find(login);
    if (!known.ok()) return trouble(std::move(known).error());
    if (known->has_value()) return trouble(login_taken());
    ports::Account account{AccountId{make_account_id(clock_.now())}, login, std::move(display), {}, {}};
    auto inserted = store_->insert(account, *hash, clock_.now());
    if (!inserted.ok()) return trouble(std::move(inserted).error());
    return account.account_id;
}

Result<StoredAccount, AccountTrouble> SqliteIdentity::must_find(std::string_view login) {
    auto found = store_->find(folded(login));
    if (!found.ok()) return trouble(std::move(found).error());
    if (!found->has_value()) return trouble(account_unknown());
    return std::move(**found);
}

Result<Done, AccountTrouble> SqliteIdentity::change_password(std::string_view login,
                                                             PersonalText password) noexcept {
    if (auto wrong = fault_in_password(folded(login), password)) return trouble(std::move(*wrong));
    auto hash = hash_password(password, settings_.cost);
    if (!hash)
        return trouble(ports::Fault{ports::Then::retry_call, "identity.memory", "no memory for Argon2id"});
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const StoredAccount stored, must_find(login));
    auto changed = store_->set_password(stored.account.account_id, *hash);
    if (!changed.ok()) return trouble(std::move(changed).error());
    forget_sessions(stored.account.account_id);
    reload(clock_.now());
    return Done{};
}

Result<Done, AccountTrouble> SqliteIdentity::grant(std::string_view login, ports::PostGrant grant) noexcept {
    if (auto wrong = fault_in_grant(grant)) return trouble(std::move(*wrong));
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const StoredAccount stored, must_find(login));
    const auto& grants = stored.account.grants;
    if (std::find(grants.begin(), grants.end(), grant) != grants.end())
        return Done{};  // said twice, true once
    auto put = store_->put_grant(stored.account.account_id, grant);
    if (!put.ok()) return trouble(std::move(put).error());
    forget_sessions(stored.account.account_id, &grant.post_id);
    reload(clock_.now());
    return Done{};
}

Result<Done, AccountTrouble> SqliteIdentity::revoke(std::string_view login, const PostId& post_id) noexcept {
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const StoredAccount stored, must_find(login));
    auto removed = store_->remove_grant(stored.account.account_id, post_id);
    if (!removed.ok()) return trouble(std::move(removed).error());
    forget_sessions(stored.account.account_id, &post_id);
    reload(clock_.now());
    return Done{};
}

Result<Done, AccountTrouble> SqliteIdentity::stand(std::string_view login,
                                                   ports::Standing standing) noexcept {
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const StoredAccount stored, must_find(login));
    auto set = store_->set_standing(stored.account.account_id, standing);
    if (!set.ok()) return trouble(std::move(set).error());
    if (standing == ports::Standing::locked) forget_sessions(stored.account.account_id);
    reload(clock_.now());
    return Done{};
}

Result<Done, AccountTrouble> SqliteIdentity::confirm(std::string_view login) noexcept {
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const StoredAccount stored, must_find(login));
    auto confirmed = store_->confirm(stored.account.account_id);
    if (!confirmed.ok()) return trouble(std::move(confirmed).error());
    return Done{};
}

Result<std::vector<ports::Account>, ports::Fault> SqliteIdentity::list() noexcept {
    const std::lock_guard lock{store_mutex_};
    return store_->list();
}

}  // namespace anlan::adapters::identity
