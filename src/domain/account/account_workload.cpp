// Accounts: opened for newcomers, given posts for good or for a time, some of them by two persons, locked
// when a phone is lost and unlocked when it is found, and left by those who move on.
#include "domain/account/account.hpp"
#include "sim/two_persons.hpp"

namespace anlan::account {
namespace {

class Accounts final : public sim::TwoPersons {
public:
    explicit Accounts(const sim::WorkloadParts& parts)
        : TwoPersons(parts, "accounts", 0.01, 20), keeper_(people_.of_city("administrator")) {}

private:
    template <class C>
    void keep(const std::string& stream, C command) {
        say(stream, std::move(command), keeper_, "account_keeping");
    }

    void begin() override {
        const std::string login = "sim-" + std::to_string(++opened_);
        const std::string account = account_id_of(login).value();
        OpenAccount command;
        command.login = login;
        command.display_name = PersonalText{"某某警官"};
        command.home = Jurisdiction{people_.city(), {}, {}, {}};
        keep(account, std::move(command));
        later(30, 600, [this, account] { grant(account); });
        later(600, 6'000, [this, account] { far_post(account); });
        if (chance_.hit(0.4)) later(900, 9'000, [this, account] { lock(account); });
        if (chance_.hit(0.3))
            later(6'000, 20'000, [this, account] {
                keep(account, RevokePost{kernel::post_id("call_taker", people_.city()), "moved on"});
            });
    }
    void grant(const std::string& account) {
        GrantPost command{kernel::post_id("call_taker", people_.city()), std::nullopt, std::nullopt};
        if (chance_.hit(0.5)) command.until = now_ + chance_.seconds(600, 9'000);
        keep(account, std::move(command));
    }
    // Whoever could give it alone could give it to themselves; somebody tries.
    void far_post(const std::string& account) {
        const char* role = chance_.hit(0.5) ? "supervisor" : "watch_officer";
        const GrantPost command{kernel::post_id(role, people_.city()), std::nullopt,
                                now_ + chance_.seconds(3'600, 30'000)};
        if (chance_.hit(0.2)) return keep(account, command);
        propose(account, command, keeper_, "account_keeping");
    }
    void lock(const std::string& account) {
        keep(account, LockAccount{"the phone is lost"});
        later(300, 9'000, [this, account] { keep(account, UnlockAccount{"the phone is found"}); });
    }

    access::Seat keeper_;
    std::uint64_t opened_ = 0;
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<Accounts>(parts);
}

}  // namespace anlan::account
