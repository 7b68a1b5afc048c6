#include "domain/mediation/decide_agreement.hpp"

#include "domain/mediation/push_text.hpp"

#include <algorithm>
#include <set>

namespace anlan::mediation {
namespace {

using kernel::conflict;
using kernel::invalid;
using kernel::Refusal;
using State = Mediation::State;
using Events = Mediation::Events;
using Decision = Mediation::Decision;
using std::chrono::days;

bool same_terms(const Agreement& agreement, const DraftAgreement& c) {
    return agreement.text == c.text &&
           std::equal(agreement.promises.begin(), agreement.promises.end(), c.promises.begin(),
                      c.promises.end(), [](const Promise& had, const PromiseTerms& said) {
                          return had.by == said.by && had.what == said.what && had.due_by == said.due_by;
                      });
}

const AgreementSigned* signature_of(const Agreement& agreement, Side side) {
    for (const AgreementSigned& one : agreement.signatures)
        if (one.side == side) return &one;
    return nullptr;
}

}  // namespace

const PromiseKept* DecideAgreement::promise(int number) const {
    for (const PromiseKept& one : state.promises)
        if (one.promise.number == number) return &one;
    return nullptr;
}

std::optional<Refusal> DecideAgreement::check_due(Instant due_by, const std::string& field) const {
    const int most = owed().rules().promise_days_max;
    if (due_by <= now.at || due_by > now.at + days{most})
        return invalid("mediation.due_invalid",
                       "A promise is due later than now, within " + std::to_string(most) + " days.", field);
    return std::nullopt;
}

Decision DecideAgreement::operator()(const DraftAgreement& c) const {
    if (state.agreement && same_terms(*state.agreement, c)) return Events{};
    const int before = state.agreement ? state.agreement->agreement_version : 0;
    if (before == static_cast<int>(versions_max))
        return Unexpected{conflict("mediation.too_many_versions", "At most 50 versions.")};
    if (auto wrong = check_text(c.text, agreement_length_max, ".text")) return Unexpected{std::move(*wrong)};
    if (c.promises.size() > promises_max)
        return Unexpected{invalid("mediation.too_many_promises", "At most 20 promises.", ".promises")};
    std::vector<Promise> promises;
    for (std::size_t i = 0; i < c.promises.size(); ++i) {
        const std::string field = ".promises[" + std::to_string(i) + "]";
        if (auto wrong = check_text(c.promises[i].what, text_length_max, field + ".what"))
            return Unexpected{std::move(*wrong)};
        if (auto wrong = check_due(c.promises[i].due_by, field + ".due_by"))
            return Unexpected{std::move(*wrong)};
        promises.push_back(
            {static_cast<int>(i) + 1, c.promises[i].by, c.promises[i].what, c.promises[i].due_by});
    }
    return Events{AgreementDrafted{before + 1, c.text, std::move(promises), actor(), now.at}};
}

// With the second signature on one version it is agreed; what was promised is owed, and the quiet watch
// begins.
Decision DecideAgreement::operator()(const SignAgreement& c) const {
    if (!state.agreement)
        return Unexpected{conflict("mediation.no_agreement", "There is no text to sign yet.")};
    const Agreement& text = *state.agreement;
    if (c.agreement_version != text.agreement_version)
        return Unexpected{conflict("mediation.version_changed", "The text is version " +
                                                                    std::to_string(text.agreement_version) +
                                                                    " now; both sides sign the same one.")};
    if (const auto* signature = signature_of(text, c.side))
        return signature->witness == c.witness
                   ? Decision{Events{}}
                   : Decision{Unexpected{conflict("mediation.signed_already",
                                                  "That side has signed this text before another witness.")}};
    if (auto wrong = check_text(c.witness, name_length_max, ".witness")) return Unexpected{std::move(*wrong)};
    Events events{AgreementSigned{c.agreement_version, c.side, c.witness, actor(), now.at}};
    if (signature_of(text, c.side == Side::a ? Side::b : Side::a) == nullptr) return events;
    AgreementConcluded concluded{c.agreement_version, now.at, {}};
    for (const Promise& one : text.promises)
        concluded.obligations.push_back(
            owed().until(owed().rules().promise, "promise", std::to_string(one.number),
                         std::max(one.due_by, now.at + Hours{1}), state.owner, state.where));
    events.emplace_back(std::move(concluded));
    const State then = Mediation::evolve(Mediation::evolve(state, events[0]), events[1]);
    events.emplace_back(owed().quiet(then, QuietBecause::agreement));
    return events;
}

// A broken promise breaks the quiet: what was agreed does not hold.
Decision DecideAgreement::operator()(const SettlePromise& c) const {
    const PromiseKept* kept = promise(c.number);
    if (kept == nullptr)
        return Unexpected{invalid("mediation.promise_unknown", "There is no such promise.", ".number")};
    const auto becomes = c.outcome == Outcome::kept ? PromiseState::kept : PromiseState::broken;
    if (kept->is == becomes) return Events{};
    if (kept->is != PromiseState::open)
        return Unexpected{conflict("mediation.promise_settled", "How this promise ended is recorded.")};
    if (auto wrong = check_text(c.text, text_length_max, ".text")) return Unexpected{std::move(*wrong)};
    Events events{PromiseSettled{c.number, c.outcome, c.text, actor(), now.at}};
    if (state.stage != Stage::quiet) return events;
    if (c.outcome == Outcome::broken) {
        events.emplace_back(QuietBroken{BrokenBecause::promise, std::nullopt, state.quiet->since, now.at,
                                        owed().to_begin(state.dispute_class, state.owner, state.where)});
        return events;
    }
    const State then = Mediation::evolve(state, events.front());
    if (owed().may_be_solved(then)) events.emplace_back(owed().solved(then));
    return events;
}

Decision DecideAgreement::operator()(const MovePromise& c) const {
    const PromiseKept* kept = promise(c.number);
    if (kept == nullptr)
        return Unexpected{invalid("mediation.promise_unknown", "There is no such promise.", ".number")};
    if (kept->is != PromiseState::open)
        return Unexpected{conflict("mediation.promise_settled", "How this promise ended is recorded.")};
    if (kept->promise.due_by == c.due_by) return Events{};
    if (kept->moved >= owed().rules().promise_moves_max)
        return Unexpected{conflict("mediation.moved_too_often",
                                   "It was moved as often as may be: settle it, or agree anew.")};
    if (auto wrong = check_due(c.due_by, ".due_by")) return Unexpected{std::move(*wrong)};
    if (auto wrong = check_text(c.reason, text_length_max, ".reason")) return Unexpected{std::move(*wrong)};
    const Owed owe = owed();
    PromiseMoved moved{c.number, c.due_by, c.reason, actor(), now.at, {}};
    moved.obligations.push_back(owe.until(owe.rules().promise, "promise", std::to_string(c.number), c.due_by,
                                          state.owner, state.where));
    if (state.quiet && state.quiet->until < c.due_by)
        moved.obligations.push_back(
            owe.until(owe.rules().quiet, "quiet", "", c.due_by, state.owner, state.where));
    return Events{std::move(moved)};
}

Decision DecideAgreement::operator()(const BeginQuiet&) const {
    if (state.stage == Stage::quiet) return Events{};
    if (state.heard.size() < 2)
        return Unexpected{conflict("mediation.side_not_heard", "Hear both sides first.")};
    return Events{owed().quiet(state, QuietBecause::calm)};
}

Decision DecideAgreement::operator()(const PreparePush&) const {
    if (!state.pushes.empty() && !state.pushes.back().sent_at) return Events{};
    if (state.pushes.size() == pushes_max)
        return Unexpected{conflict("mediation.too_many_pushes", "At most 20 pushes.")};
    std::set<PostId> to;
    for (const std::string& role : owed().rules().push.to_roles)
        to.insert(kernel::post_for(owed().levels(), role, state.where));
    return Events{PushPrepared{static_cast<int>(state.pushes.size()) + 1,
                               {to.begin(), to.end()},
                               PersonalText{push_text(state, now)},
                               actor(),
                               now.at}};
}

Decision DecideAgreement::operator()(const SendPush& c) const {
    const auto found = std::find_if(state.pushes.begin(), state.pushes.end(),
                                    [&](const PushState& push) { return push.number == c.number; });
    if (found == state.pushes.end())
        return Unexpected{invalid("mediation.push_unknown", "There is no such push.", ".number")};
    if (found->sent_at) {
        if (found->text == c.text) return Events{};
        return Unexpected{conflict("mediation.push_sent", "It is sent; prepare another.")};
    }
    if (auto wrong = check_text(c.text, text_length_max, ".text")) return Unexpected{std::move(*wrong)};
    if (auto wrong = check_push_text(state, c.text, owed().rules().push))
        return Unexpected{std::move(*wrong)};
    return Events{PushSent{c.number, found->to, c.text, state.dispute_class, state.where, state.owner,
                           actor(), now.at}};
}

}  // namespace anlan::mediation
