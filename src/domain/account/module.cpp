#include "domain/account/row.hpp"
#include "kernel/module_of.hpp"

namespace anlan::account {

using kernel::Method;

kernel::Module module() {
    auto m = kernel::describe<Account>({.name = "account",
                                        .prefix = "acc",
                                        .resource = "accounts",
                                        .title = {"账号", "Accounts"},
                                        .personal = true});
    // The id is "acc_" and the login (account_id_of), so that a login is in use once.
    m.command<OpenAccount>({Method::put, "/v1/accounts/{account_id}", true, {"开立账号", "Open an account"}});
    m.command<GrantPost>(
        {Method::post, "/v1/accounts/{account_id}/post", false, {"授予岗位", "Grant a post"}});
    m.command<RevokePost>(
        {Method::post, "/v1/accounts/{account_id}/post_revocation", false, {"收回岗位", "Revoke a post"}});
    m.command<LockAccount>(
        {Method::post, "/v1/accounts/{account_id}/lock", false, {"锁定账号", "Lock an account"}});
    m.command<UnlockAccount>(
        {Method::post, "/v1/accounts/{account_id}/unlock", false, {"解锁账号", "Unlock an account"}});
    m.scope([](const Account::State& state) { return kernel::Scope{state.home, {}}; });
    m.row<AccountRow>(row_of, facets_of, [](const Account::State& state) { return !state.locked; });
    return std::move(m).finish();
}

}  // namespace anlan::account
