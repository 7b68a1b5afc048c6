#include "sim/world/reading_desk.hpp"

#include <utility>

namespace anlan::sim {

std::string EverybodySignedIn::token_of(const access::Seat& seat, Instant now) {
    const std::string token = seat.actor.actor_id + "@" + seat.actor.post_id.value();
    if (!sessions_.contains(token)) {
        ports::Session session;
        session.account_id = AccountId{seat.actor.actor_id};
        session.login = seat.actor.actor_id;
        session.post = {
            seat.actor.post_id, seat.roles.empty() ? "" : *seat.roles.begin(), seat.reach, {}, {}};
        session.opened_at = now;
        session.expires_at = now + Hours{24 * 365};
        session.session_id = "ses_" + token;
        session.proof = ports::Proof::totp;
        sessions_.emplace(token, std::make_shared<const ports::Session>(std::move(session)));
    }
    return token;
}

ports::SessionPtr EverybodySignedIn::session(std::string_view token) noexcept {
    const auto found = sessions_.find(token);
    return found == sessions_.end() ? nullptr : found->second;
}

void EverybodySignedIn::sign_in(ports::SignIn, std::function<void(ports::SignInOutcome)> reply) noexcept {
    reply(ports::Fault{ports::Then::stop, "sim.no_sign_in", "everybody is signed in here"});
}

ReadingDesk::ReadingDesk(Parts parts) : clock_(parts.clock), random_(parts.seed) {
    api::Parts made{parts.modules,
                    parts.submit,
                    parts.records,
                    std::move(parts.queries),
                    identity_,
                    parts.clock,
                    random_,
                    parts.rules,
                    parts.rules.section<access::AccessRules>(),
                    parts.feed,
                    metrics_};
    made.rights = &parts.rights;
    made.receipts = parts.receipts;
    api_ = std::make_unique<api::Api>(std::move(made));
}

void ReadingDesk::ask(const access::Seat& seat, ports::Request request,
                      std::function<void(ports::Response)> reply) {
    if (seat.actor.kind != kernel::ActorKind::citizen)  // who comes by a link has nothing else
        request.headers.push_back({"authorization", "Bearer " + identity_.token_of(seat, clock_.now())});
    api_->handle(std::move(request), [told = std::move(reply)](ports::Response response) {
        while (response.finish) response = std::exchange(response.finish, {})();
        told(std::move(response));
    });
}

}  // namespace anlan::sim
