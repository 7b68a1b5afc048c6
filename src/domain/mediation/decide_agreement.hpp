// What is decided of the agreement, its promises and the quiet watch; and of what goes to the street and the
// community.
#pragma once
#include "domain/mediation/owed.hpp"

namespace anlan::mediation {

struct DecideAgreement {
    const Mediation::State& state;
    const kernel::Now& now;

    Mediation::Decision operator()(const DraftAgreement& c) const;
    Mediation::Decision operator()(const SignAgreement& c) const;
    Mediation::Decision operator()(const SettlePromise& c) const;
    Mediation::Decision operator()(const MovePromise& c) const;
    Mediation::Decision operator()(const BeginQuiet& c) const;
    Mediation::Decision operator()(const PreparePush& c) const;
    Mediation::Decision operator()(const SendPush& c) const;

private:
    Owed owed() const { return Owed{now}; }
    AccountId actor() const { return AccountId{now.by.actor_id}; }
    const PromiseKept* promise(int number) const;
    std::optional<kernel::Refusal> check_due(Instant due_by, const std::string& field) const;
};

}  // namespace anlan::mediation
