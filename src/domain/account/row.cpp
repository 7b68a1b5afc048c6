#include "domain/account/row.hpp"

namespace anlan::account {

std::optional<AccountRow> row_of(std::string_view stream, const Account::State& state) {
    if (!state.opened) return std::nullopt;
    return AccountRow{std::string{stream},      state.login, state.locked,
                      state.language,           state.home,  state.grants,
                      state.password_changed_at};
}

std::map<std::string, std::string> facets_of(const Account::State& state) {
    return {{"login", state.login},
            {"locked", state.locked ? "yes" : "no"},
            {"district", state.home.district.value()},
            {"station", state.home.station.value()}};
}

}  // namespace anlan::account
