// The caller's link, and what comes by it. Who sends by a link has no right but the link: each command shows
// the link's hash, and it counts only if this call's living link has the same.
#include "domain/call/decide.hpp"
#include "domain/incident/events.hpp"

#include <algorithm>
#include <utility>

namespace anlan::call {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;
using MaybeRefusal = std::optional<Refusal>;

namespace {

constexpr int rating_min = 1;
constexpr int rating_max = 5;

const Receipt& receipt_of(const Call::State& state) {
    static const Receipt none;
    return state.receipt ? *state.receipt : none;
}

bool is_hash(const std::string& text) {
    return text.size() == link_hash_length && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::optional<IncidentId> incident_of(const Call::State& state) {
    return state.outcome ? state.outcome->incident_id : std::nullopt;
}

const Contest* find_contest(const Receipt& receipt, const IncidentId& incident_id, int episode) {
    for (const Contest& one : receipt.contests)
        if (one.incident_id == incident_id && one.episode == episode) return &one;
    return nullptr;
}

MaybeRefusal too_much(const Receipt& receipt, const ReceiptRules& rules, Instant now) {
    const auto count = static_cast<int>(receipt.information.size());
    const auto lately = std::count_if(receipt.information.begin(), receipt.information.end(),
                                      [&](const Information& one) { return one.added_at > now - Hours{1}; });
    if (count < rules.information_max && lately < rules.information_per_hour) return std::nullopt;
    return refusal("call.too_much_information", "So much was added that it has to be read first.",
                   Because::busy, Remedy::wait);
}

// A result that was shown and is no longer the incident's last one is neither contested nor rated.
Result<incident::Brief, Refusal> result_of(const Call::State& state, const kernel::Now& now, int episode) {
    const auto incident_id = incident_of(state);
    const auto found =
        incident_id ? now.brief<incident::Brief>(incident_id->value()) : std::optional<incident::Brief>{};
    if (!found || !found->closed_at || found->open)
        return Unexpected{
            refusal("call.no_result_yet", "There is no result yet.", Because::conflict, Remedy::reload)};
    if (found->episode != episode)
        return Unexpected{refusal("call.result_changed", "There is another result by now.", Because::stale,
                                  Remedy::reload)};
    return *found;
}

}  // namespace

MaybeRefusal Decide::no_such_link(const std::string& link_hash) const {
    const auto& living = receipt_of(state).link;
    if (living && living->link_hash == link_hash && now.at < living->expires_at && !state.duress)
        return std::nullopt;
    return refusal("call.no_such_link", "There is no such link.", Because::unknown, Remedy::none);
}

Call::Decision Decide::operator()(const IssueLink& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    const auto& rules = now.rules.section<Rules>().receipt;
    if (!rules)
        return Unexpected{
            refusal("call.links_not_given", "The rulebook gives no links.", Because::conflict, Remedy::none)};
    if (!is_hash(c.link_hash))
        return Unexpected{refusal("call.link_hash_invalid", "A SHA-256 has 64 hexadecimal digits.",
                                  Because::invalid, Remedy::fix_input, ".link_hash")};
    if (state.duress)
        return Unexpected{refusal("call.link_under_duress",
                                  "This caller cannot speak freely: nothing may show on the caller's side.",
                                  Because::conflict, Remedy::none)};
    if (state.outcome && state.outcome->kind == OutcomeKind::voided)
        return Unexpected{refusal("call.link_for_void", "A void call has nothing to follow.",
                                  Because::conflict, Remedy::none)};
    return Events{LinkIssued{{c.link_hash, now.at, now.at + rules->valid_for}}};
}

Call::Decision Decide::operator()(const RevokeLink& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    if (!receipt_of(state).link) return Events{};
    return Events{LinkRevoked{c.reason, now.at}};
}

Call::Decision Decide::operator()(const ReadInformation&) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    const auto& information = receipt_of(state).information;
    const bool unread = std::any_of(information.begin(), information.end(),
                                    [](const Information& one) { return !one.read_at; });
    if (!unread) return Events{};
    return Events{InformationRead{now.by.post_id, now.at}};
}

Call::Decision Decide::operator()(const AnswerContest& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (kernel::find(state.open, "not_solved") == nullptr)
        return Unexpected{refusal("call.no_answer_owed", "Nobody owes this caller an answer about a result.",
                                  Because::conflict, Remedy::reload)};
    if (c.note.empty())
        return Unexpected{refusal("call.note_required", "Say what was done or answered.", Because::invalid,
                                  Remedy::fix_input, ".note")};
    if (auto wrong = check_long(c.note, ".note")) return Unexpected{*wrong};
    return Events{ContestAnswered{c.note, now.at}};
}

Call::Decision Decide::operator()(const AddInformation& c) const {
    if (auto wrong = no_such_link(c.link_hash)) return Unexpected{*wrong};
    const ReceiptRules& rules = *now.rules.section<Rules>().receipt;
    if (c.text.empty())
        return Unexpected{refusal("call.information_empty", "Write what should be known.", Because::invalid,
                                  Remedy::fix_input, ".text")};
    if (c.text.reveal().size() > static_cast<std::size_t>(rules.information_length_max))
        return Unexpected{refusal("call.text_too_long", "This is longer than can be taken at once.",
                                  Because::invalid, Remedy::fix_input, ".text")};
    if (auto wrong = too_much(receipt_of(state), rules, now.at)) return Unexpected{*wrong};
    InformationAdded added{c.text, incident_of(state), now.at, {}};
    // What waits already keeps its clock.
    if (kernel::find(state.open, "information") == nullptr)
        added.obligations.push_back(kernel::owe(rules.read, now.rules.section<kernel::RoleLevels>(),
                                                "information", "", now.at, jurisdiction_of(state)));
    return Events{std::move(added)};
}

Call::Decision Decide::operator()(const ContestResult& c) const {
    if (auto wrong = no_such_link(c.link_hash)) return Unexpected{*wrong};
    const auto incident_id = incident_of(state);
    if (incident_id && find_contest(receipt_of(state), *incident_id, c.episode) != nullptr) return Events{};
    ANLAN_TRY(const incident::Brief result, result_of(state, now, c.episode));
    const ReceiptRules& rules = *now.rules.section<Rules>().receipt;
    ResultContested contested{
        *incident_id, c.episode, now.at <= *result.closed_at + rules.reopens_within, now.at, {}};
    if (!contested.reopens)
        contested.obligations.push_back(kernel::owe(rules.answer, now.rules.section<kernel::RoleLevels>(),
                                                    "not_solved", "", now.at, jurisdiction_of(state)));
    return Events{std::move(contested)};
}

Call::Decision Decide::operator()(const RateResult& c) const {
    if (auto wrong = no_such_link(c.link_hash)) return Unexpected{*wrong};
    if (c.rating < rating_min || c.rating > rating_max)
        return Unexpected{refusal("call.rating_invalid", "A rating is 1 to 5.", Because::invalid,
                                  Remedy::fix_input, ".rating")};
    ANLAN_TRY_DONE(result_of(state, now, c.episode));
    const auto incident_id = *incident_of(state);
    // Once: who changes their mind has the words for it.
    for (const Rated& one : receipt_of(state).ratings)
        if (one.incident_id == incident_id && one.episode == c.episode) return Events{};
    return Events{ResultRated{incident_id, c.episode, c.rating, now.at}};
}

Call::Decision Decide::operator()(const AskQuiet& c) const {
    if (auto wrong = no_such_link(c.link_hash)) return Unexpected{*wrong};
    if (receipt_of(state).quiet == c.quiet) return Events{};
    return Events{QuietAsked{c.quiet, incident_of(state), now.at}};
}

}  // namespace anlan::call
