#include "sim/checks/receipt_checker.hpp"

#include "codec/sha256.hpp"
#include "domain/call/call.hpp"
#include "domain/call/rules.hpp"
#include "domain/incident/incident.hpp"
#include "sim/world/simulated_node.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

constexpr Millis late_max{1'000};
constexpr std::size_t telling = 6;  // bytes of a word that is no chance match

// What the caller of this link showed, of the commands that come by one.
const std::string* hash_in(const kernel::AnyCommand& command) {
    const auto& name = command.spec->name;
    const void* value = command.value.get();
    if (name == call::AddInformation::name)
        return &static_cast<const call::AddInformation*>(value)->link_hash;
    if (name == call::ContestResult::name) return &static_cast<const call::ContestResult*>(value)->link_hash;
    if (name == call::RateResult::name) return &static_cast<const call::RateResult*>(value)->link_hash;
    if (name == call::AskQuiet::name) return &static_cast<const call::AskQuiet*>(value)->link_hash;
    return nullptr;
}

}  // namespace

void ReceiptChecker::forget() {
    links_.clear();
    living_.clear();
    rated_.clear();
    answer_owed_.clear();
    contested_.clear();
}

void ReceiptChecker::recorded(const Step& step) {
    if (const auto* e = step.as<incident::IncidentReopened>(); e != nullptr) {
        contested_.erase(step.envelope.stream);
        return;
    }
    if (step.module.name != "call") return;
    note_links(step);
    check_sender(step);
    check_contest(step);
    check_rating(step);
    check_answer_owed(step);
}

void ReceiptChecker::note_links(const Step& step) {
    const auto& stream = step.envelope.stream;
    if (step.as<call::LinkRevoked>() != nullptr) end_link(step);
    if (const auto* e = step.as<call::LinkIssued>()) {
        end_link(step);
        links_[e->link.link_hash] = {stream, step.envelope.version, 0, e->link.expires_at};
        living_[stream] = e->link.link_hash;
    }
}
void ReceiptChecker::end_link(const Step& step) {
    const auto found = living_.find(step.envelope.stream);
    if (found == living_.end()) return;
    links_[found->second].until = step.envelope.version;
    living_.erase(found);
}

bool ReceiptChecker::lives(const Link& link, Instant at) const {
    if (link.until != 0 || at >= link.expires_at) return false;
    const FoldedStream* call = chronicle_.find(link.call);
    return call != nullptr && !state_as<call::Call>(call->state).duress;
}

// Whatever came by a link came while the call had one.
void ReceiptChecker::check_sender(const Step& step) {
    if (step.envelope.actor.kind != kernel::ActorKind::citizen) return;
    findings_.checked("receipt.only_by_the_living_link");
    const auto found = living_.find(step.envelope.stream);
    if (found == living_.end() || !lives(links_[found->second], step.envelope.recorded_at))
        findings_.add("receipt.only_by_the_living_link",
                      step.envelope.wire + " came by a link, and this call has none", step.envelope.stream);
}

// And it came by this one: what is carried out led to a version that the link lived to see.
void ReceiptChecker::answered(const engine::Submission& submission, const engine::Outcome& outcome) {
    const auto* accepted = std::get_if<engine::Accepted>(&outcome);
    const auto* hash = accepted == nullptr ? nullptr : hash_in(submission.command);
    if (hash == nullptr) return;
    findings_.checked("receipt.only_by_the_living_link");
    const auto found = links_.find(*hash);
    if (found == links_.end() || found->second.call != submission.stream ||
        accepted->version < found->second.from ||
        (found->second.until != 0 && accepted->version >= found->second.until))
        findings_.add("receipt.only_by_the_living_link",
                      submission.command.spec->name + " was carried out by a link that opens nothing",
                      submission.stream);
}

void ReceiptChecker::check_contest(const Step& step) {
    const auto* e = step.as<call::ResultContested>();
    if (e == nullptr) return;
    findings_.checked("receipt.reopens_only_in_time");
    const FoldedStream* folded = chronicle_.find(e->incident_id.value());
    const auto* incident = folded == nullptr ? nullptr : &state_as<incident::Incident>(folded->state);
    if (incident == nullptr || !incident->phases.closed_at || incident->episode != e->episode)
        return findings_.add("receipt.reopens_only_in_time", "a result is contested that is none",
                             step.envelope.stream);
    const auto within = rules_.section<call::Rules>().receipt->reopens_within;
    if (e->reopens != (e->contested_at <= *incident->phases.closed_at + within))
        findings_.add("receipt.reopens_only_in_time",
                      std::string{"the result of "} + to_text(*incident->phases.closed_at) +
                          (e->reopens ? " is opened again at " : " stays at ") + to_text(e->contested_at),
                      step.envelope.stream);
    if (e->reopens)
        contested_[e->incident_id.value()] = {e->episode, e->contested_at};
    else
        answer_owed_.insert(step.envelope.stream);
}

void ReceiptChecker::check_rating(const Step& step) {
    const auto* e = step.as<call::ResultRated>();
    if (e == nullptr) return;
    findings_.checked("receipt.rated_once");
    if (!rated_.insert({step.envelope.stream, e->incident_id.value(), e->episode}).second || e->rating < 1 ||
        e->rating > 5)
        findings_.add("receipt.rated_once", "this caller rates this result again, or not with 1 to 5",
                      step.envelope.stream);
}

// Who said it too late is answered all the same.
void ReceiptChecker::check_answer_owed(const Step& step) {
    if (step.as<call::ContestAnswered>() != nullptr) answer_owed_.erase(step.envelope.stream);
    if (!answer_owed_.contains(step.envelope.stream)) return;
    findings_.checked("receipt.late_is_answered");
    if (std::none_of(step.owed_after.begin(), step.owed_after.end(),
                     [](const kernel::Obligation& one) { return one.kind == "not_solved"; }))
        findings_.add("receipt.late_is_answered", "a late *not solved* is not answered, and nobody owes it",
                      step.envelope.stream);
}

void ReceiptChecker::shown(const Shown& shown, Instant) {
    const std::string& path = shown.request.path;
    if (!path.starts_with("/r/") || shown.response.status >= 500) return;
    const auto link = path.substr(3, path.find('/', 3) - 3);
    const auto found = links_.find(codec::sha256_hex(link));
    const bool opens = found != links_.end() && lives(found->second, shown.asked_at);
    findings_.checked("receipt.only_the_living_link_opens");
    if (opens != (shown.response.status == 200))
        findings_.add("receipt.only_the_living_link_opens",
                      opens
                          ? "a caller's link lives, and is answered " + std::to_string(shown.response.status)
                          : "a link that opens nothing shows a page",
                      found == links_.end() ? "" : found->second.call);
    if (opens && shown.response.status == 200) check_words(shown, found->second.call);
}

// Nothing that was said, by whomever, and not where to find them.
void ReceiptChecker::check_words(const Shown& shown, const std::string& call) {
    findings_.checked("receipt.shows_no_personal_text");
    const auto& state = state_as<call::Call>(chronicle_.find(call)->state);
    std::vector<std::string> words{"请派人来看看", state.callback.reveal(), state.caller_name.reveal(),
                                   state.text.reveal()};
    if (state.report) {
        words.push_back(state.report->narrative.reveal());
        words.push_back(state.report->location.place_text.reveal());
    }
    if (state.receipt)
        for (const auto& one : state.receipt->information) words.push_back(one.text.reveal());
    for (const auto& word : words)
        if (word.size() >= telling && shown.response.body.find(word) != std::string::npos)
            return findings_.add("receipt.shows_no_personal_text", "the page repeats what was said", call);
}

void ReceiptChecker::inspect(SimulatedNode& node) {
    if (node.engine().stopped() || node.engine().consequences_waiting()) return;
    look(node.now());
}

void ReceiptChecker::look(Instant now) {
    findings_.checked("receipt.not_solved_opens_it_again");
    if (now < hindered_until_) return;
    for (const auto& [stream, contested] : contested_) {
        if (now <= contested.at + late_max) continue;
        const FoldedStream* incident = chronicle_.find(stream);
        // Merged meanwhile: it goes on as another.
        if (incident != nullptr &&
            state_as<incident::Incident>(incident->state).stage == incident::Stage::merged)
            continue;
        findings_.add("receipt.not_solved_opens_it_again", "its result was contested in time, and stays",
                      stream);
    }
}

}  // namespace anlan::sim
