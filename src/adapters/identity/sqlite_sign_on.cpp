// Who a subject of the city's own sign-on is here: linked by hand, never made silently.
#include "adapters/identity/sqlite_identity.hpp"

#include "adapters/identity/account_words.hpp"

namespace anlan::adapters::identity {

using ports::AccountTrouble;
using ports::NotSignedIn;

namespace {

constexpr std::size_t subject_max = 255;  // OpenID Connect Core, 2

}  // namespace

ports::SignInOutcome SqliteIdentity::verify_signed_on(const Trying& trying) {
    const auto& whom = *trying.attempt.signed_on;
    std::optional<StoredAccount> stored;
    {
        const std::lock_guard lock{store_mutex_};
        auto linked = store_->linked_to(whom.issuer, whom.subject);
        if (!linked.ok()) return std::move(linked).error();
        if (!linked->has_value()) return NotSignedIn{not_linked(), {}, {}};
        auto found = store_->find_by_id(**linked);
        if (!found.ok()) return std::move(found).error();
        stored = std::move(*found);
    }
    if (!stored) return NotSignedIn{not_linked(), {}, {}};
    if (stored->account.standing == ports::Standing::locked)
        return noted(stored->account, trying, NotSignedIn{account_locked(), {}, {}},
                     ports::Proof::single_sign_on);
    return seat(trying, stored->account);
}

Result<Done, AccountTrouble> SqliteIdentity::link(std::string_view login, std::string issuer,
                                                  std::string subject) noexcept {
    if (issuer.empty() || subject.empty() || subject.size() > subject_max) return trouble(subject_invalid());
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const StoredAccount stored, must_find(login));
    auto linked = store_->linked_to(issuer, subject);
    if (!linked.ok()) return trouble(std::move(linked).error());
    if (linked->has_value())
        return **linked == stored.account.account_id ? Result<Done, AccountTrouble>{Done{}}
                                                     : trouble(subject_taken());
    auto replaced = store_->link(stored.account.account_id, issuer, subject);
    if (!replaced.ok()) return trouble(std::move(replaced).error());
    if (*replaced) forget_sessions(stored.account.account_id);
    return Done{};
}

Result<Done, AccountTrouble> SqliteIdentity::unlink(std::string_view login,
                                                    std::string_view issuer) noexcept {
    const std::lock_guard lock{store_mutex_};
    ANLAN_TRY(const StoredAccount stored, must_find(login));
    auto done = store_->unlink(stored.account.account_id, issuer);
    if (!done.ok()) return trouble(std::move(done).error());
    if (*done) forget_sessions(stored.account.account_id);
    return Done{};
}

}  // namespace anlan::adapters::identity
