// Where people of the simulated world read: the product's own interface (api/), asked without a socket by
// somebody who is signed in. What it answers is what a screen would show.
#pragma once
#include "access/seat.hpp"
#include "api/api.hpp"
#include "sim/chance.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace anlan::sim {

// One answer of the interface, and what was known when it was asked.
struct Shown {
    const access::Seat& seat;
    const ports::Request& request;
    const ports::Response& response;
    Instant asked_at;
    std::uint64_t asked_behind = 0;  // the last record of the log when it was asked

    // "/v1/calls/cal_1/history": its third part, and what follows ("" where nothing does).
    std::string record() const { return part(3); }
    std::string field() const { return part(4); }
    std::string purpose() const {
        const auto* stated = request.header("anlan-purpose");
        return stated == nullptr ? std::string{} : *stated;
    }

private:
    std::string part(int number) const {
        std::string_view rest = request.path;
        for (int i = 0; i < number; ++i) {
            const auto slash = rest.find('/');
            if (slash == std::string_view::npos) return {};
            rest.remove_prefix(slash + 1);
        }
        return std::string{rest.substr(0, rest.find('/'))};
    }
};

// Whoever asks is signed in; how, is the identity adapter's own tests' business.
class EverybodySignedIn final : public ports::Identity {
public:
    std::string token_of(const access::Seat& seat, Instant now);

    ports::SessionPtr session(std::string_view token) noexcept override;
    void sign_in(ports::SignIn attempt, std::function<void(ports::SignInOutcome)> reply) noexcept override;
    void sign_out(std::string_view) noexcept override {}
    std::uint64_t endings() const noexcept override { return 0; }
    Result<std::vector<ports::OpenSession>, ports::Fault> sessions_of(const AccountId&) noexcept override {
        return std::vector<ports::OpenSession>{};
    }
    Result<Done, ports::AccountTrouble> end_session(const AccountId&, std::string_view) noexcept override {
        return Done{};
    }
    Result<AccountId, ports::AccountTrouble> create(std::string, std::string,
                                                    PersonalText) noexcept override {
        return AccountId{};
    }
    Result<Done, ports::AccountTrouble> change_password(std::string_view, PersonalText) noexcept override {
        return Done{};
    }
    Result<Done, ports::AccountTrouble> grant(std::string_view, ports::PostGrant) noexcept override {
        return Done{};
    }
    Result<Done, ports::AccountTrouble> revoke(std::string_view, const PostId&) noexcept override {
        return Done{};
    }
    Result<Done, ports::AccountTrouble> stand(std::string_view, ports::Standing) noexcept override {
        return Done{};
    }
    Result<std::vector<ports::Account>, ports::Fault> list() noexcept override {
        return std::vector<ports::Account>{};
    }

private:
    std::map<std::string, ports::SessionPtr, std::less<>> sessions_;
};

class ReadingDesk {
public:
    struct Parts {
        const kernel::Modules& modules;
        const kernel::Rulebook& rules;
        engine::Submit& submit;
        const views::Records& records;
        std::vector<kernel::QuerySpec> queries;
        ports::Clock& clock;
        stream::Feed& feed;
        const views::Rights& rights;
        const views::Receipts* receipts = nullptr;
        std::uint64_t seed = 0;
    };
    explicit ReadingDesk(Parts parts);

    void ask(const access::Seat& seat, ports::Request request, std::function<void(ports::Response)> reply);

private:
    class FromASeed final : public ports::Random {
    public:
        explicit FromASeed(std::uint64_t seed) : chance_(seed) {}
        std::uint64_t next() noexcept override { return chance_.bits(); }

    private:
        Chance chance_;
    };

    ports::Clock& clock_;
    FromASeed random_;
    EverybodySignedIn identity_;
    telemetry::Metrics metrics_;
    std::unique_ptr<api::Api> api_;
};

}  // namespace anlan::sim
