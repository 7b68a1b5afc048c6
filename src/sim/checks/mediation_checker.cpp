#include "sim/checks/mediation_checker.hpp"

#include <algorithm>

namespace anlan::sim {

void MediationChecker::recorded(const Step& step) {
    if (step.module.name != "mediation" || step.as<mediation::FoundElsewhere>() != nullptr) return;
    Case& of = cases_[step.envelope.stream];
    if (const auto* said = step.as<mediation::StatementRecorded>()) of.said.push_back(said->text.reveal());
    check_owner(step, of);
    note_agreement(step, of);
    note_promises(step, of);
    note_quiet(step, of);
    check_push(step, of);
}

void MediationChecker::check_owner(const Step& step, Case& of) {
    findings_.checked("mediation.one_owner");
    const auto& stream = step.envelope.stream;
    if (const auto* opened = step.as<mediation::MediationOpened>()) of.owner = opened->owner.value();
    if (const auto* handed = step.as<mediation::MediationHandedOver>()) {
        if (handed->from_post_id.value() != of.owner)
            findings_.add("mediation.one_owner", "it is handed over by " + handed->from_post_id.value(),
                          stream);
        of.owner = handed->to_post_id.value();
    }
    if (of.owner.empty()) findings_.add("mediation.one_owner", "nobody owns it", stream);
    for (const auto& owed : step.owed_after)
        if (owed.owner.value() != of.owner)
            findings_.add("mediation.one_owner", owed.kind + " is owed by " + owed.owner.value(), stream);
}

void MediationChecker::note_agreement(const Step& step, Case& of) {
    if (const auto* drafted = step.as<mediation::AgreementDrafted>()) {
        of.agreement_version = drafted->agreement_version;
        of.signatures.clear();
        of.proposed.clear();
        for (const auto& promise : drafted->promises) of.proposed.insert(promise.number);
    }
    if (const auto* sign = step.as<mediation::AgreementSigned>())
        if (sign->agreement_version == of.agreement_version) of.signatures.insert(sign->side);
    if (const auto* concluded = step.as<mediation::AgreementConcluded>()) {
        findings_.checked("mediation.both_signed_one_version");
        if (concluded->agreement_version != of.agreement_version || of.signatures.size() != 2)
            findings_.add("mediation.both_signed_one_version", "not both sides signed this version",
                          step.envelope.stream);
        of.promised = of.proposed;
    }
}

void MediationChecker::note_promises(const Step& step, Case& of) {
    const auto* settled = step.as<mediation::PromiseSettled>();
    const auto* moved = step.as<mediation::PromiseMoved>();
    if (settled == nullptr && moved == nullptr) return;
    findings_.checked("mediation.promise_ends_once");
    const int number = settled != nullptr ? settled->number : moved->number;
    if (!of.promised.contains(number))
        findings_.add("mediation.promise_ends_once", "promise " + std::to_string(number) + " had ended",
                      step.envelope.stream);
    if (settled != nullptr) of.promised.erase(number);
    if (moved != nullptr && of.quiet_until) of.quiet_until = std::max(*of.quiet_until, moved->due_by);
}

void MediationChecker::note_quiet(const Step& step, Case& of) {
    if (const auto* begun = step.as<mediation::QuietBegun>()) of.quiet_until = begun->until;
    if (step.as<mediation::QuietBroken>() != nullptr || step.as<mediation::MediationEnded>() != nullptr)
        of.quiet_until.reset();
    const auto* solved = step.as<mediation::MediationSolved>();
    findings_.checked("mediation.solved_after_quiet");
    if (solved == nullptr) return;
    if (!of.quiet_until || solved->solved_at < *of.quiet_until || !of.promised.empty())
        findings_.add("mediation.solved_after_quiet", "it was not quiet for its days, or a promise is open",
                      step.envelope.stream);
    of.quiet_until.reset();
}

void MediationChecker::check_push(const Step& step, const Case& of) {
    const auto* sent = step.as<mediation::PushSent>();
    if (sent == nullptr) return;
    findings_.checked("mediation.push_quotes_nobody");
    for (const auto& said : of.said)
        if (!said.empty() && sent->text.reveal().find(said) != std::string::npos)
            findings_.add("mediation.push_quotes_nobody", "words of a side left with it",
                          step.envelope.stream);
}

}  // namespace anlan::sim
