#include "domain/capsule/capsule.hpp"

#include "base/sortable_id.hpp"
#include "domain/capsule/rules.hpp"
#include "domain/post/events.hpp"

#include <algorithm>
#include <utility>

namespace anlan::capsule {
namespace {

using kernel::Because;
using kernel::conflict;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;
using State = Capsule::State;
using Events = Capsule::Events;
using Decision = Capsule::Decision;

constexpr auto sign = "sign_capsule";

std::optional<Refusal> check_remarks(const PersonalText& remarks) {
    if (remarks.reveal().size() <= remarks_length_max) return std::nullopt;
    return invalid("capsule.text_too_long", "Remarks have at most 8000 bytes.", ".remarks");
}

std::optional<Refusal> check_matters(const std::vector<Matter>& matters) {
    if (matters.size() > matters_max)
        return invalid("capsule.too_many_matters", "A page has at most 2000 lines.", ".matters");
    for (const Matter& matter : matters)
        if (matter.record.empty() || matter.record.size() > kind_length_max ||
            matter.kind.size() > kind_length_max)
            return invalid("capsule.matter_invalid", "A line names a record and what is open about it.",
                           ".matters");
    return std::nullopt;
}

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const WriteCapsule& c) const {
        const AccountId whose = c.account_id.value_or(AccountId{now.by.actor_id});
        if (now.stream != capsule_id(c.post_id, whose, c.began_at))
            return Unexpected{invalid("capsule.id_invalid",
                                      "A capsule's id follows from the post, the account and the start of "
                                      "its shift.",
                                      ".began_at")};
        ANLAN_TRY(const Jurisdiction where, where_of(c, whose));
        if (auto wrong = check_remarks(c.remarks)) return Unexpected{*wrong};
        if (auto wrong = check_matters(c.matters)) return Unexpected{*wrong};
        if (state.signature)
            return Unexpected{
                conflict("capsule.already_signed", "The next shift has signed it.", Remedy::reload)};
        if (state.capsule_version > 0 && state.matters == c.matters && state.remarks == c.remarks)
            return Events{};
        if (state.capsule_version >= versions_max)
            return Unexpected{
                conflict("capsule.too_many_versions", "It was written often enough.", Remedy::ask_superior)};
        return Events{CapsuleWritten{c.post_id, where, whose, c.began_at, state.capsule_version + 1,
                                     c.position, c.matters, c.remarks, AccountId{now.by.actor_id}, now.at}};
    }

    // What is signed is what was read: another version is another page.
    Decision operator()(const SignCapsule& c) const {
        if (state.post_id.value().empty())
            return Unexpected{Refusal{
                "capsule.unknown", "There is no such capsule.", Because::unknown, Remedy::fix_input, {}}};
        const AccountId who{now.by.actor_id};
        if (state.signature && state.signature->signed_by == who) return Events{};
        if (state.signature)
            return Unexpected{
                conflict("capsule.already_signed", "The next shift has signed it.", Remedy::reload)};
        if (who == state.account_id || who == state.written_by)
            return Unexpected{Refusal{"capsule.own_signature",
                                      "Who leaves does not sign: whoever takes over does.",
                                      Because::forbidden,
                                      Remedy::ask_superior,
                                      {}}};
        if (auto wrong = check_remarks(c.remarks)) return Unexpected{*wrong};
        if (c.capsule_version != state.capsule_version)
            return Unexpected{conflict("capsule.version_changed",
                                       "It was written anew meanwhile: read this version first.",
                                       Remedy::reload)};
        return Events{CapsuleSigned{c.capsule_version, who, c.remarks, now.at}};
    }

    Decision operator()(const NoteShiftOver& c) const {
        if (state.over_at) return Events{};
        ShiftOver over{c.post_id, c.where, c.account_id, c.began_at, c.relieved_by, c.over_at, {}};
        const SignRule* rule = rule_for(now.rules.section<Rules>(), c.role);
        if (!state.signature && rule != nullptr) {
            auto owed = kernel::owe(rule->deadline, now.rules.section<kernel::RoleLevels>(), sign, "",
                                    c.over_at, c.where);
            owed.owner = c.post_id;  // whoever sits there next, whatever the post
            over.obligations.push_back(std::move(owed));
        }
        // Nothing was written and nobody has to sign: then there is nothing to keep.
        if (over.obligations.empty() && state.post_id.value().empty()) return Events{};
        return Events{std::move(over)};
    }

    Decision operator()(const kernel::NoteDeadline& c) const {
        Events events;
        for (auto& fact : kernel::note(state.open, c, now.at))
            std::visit([&](auto& event) { events.push_back(std::move(event)); }, fact);
        return events;
    }

private:
    // The post says where it lies, and whether that person is on duty there since then; a shift that is over
    // is known here.
    Result<Jurisdiction, Refusal> where_of(const WriteCapsule& c, const AccountId& whose) const {
        if (state.over_at) return state.where;
        if (now.briefs == nullptr) return Jurisdiction{};  // a module looked at alone has nobody to ask
        const auto post = now.brief<post::Brief>(c.post_id.value());
        if (!post)
            return Unexpected{Refusal{"capsule.post_unknown", "There is no such post.", Because::unknown,
                                      Remedy::fix_input, ".post_id"}};
        const bool on_duty =
            std::any_of(post->on_duty.begin(), post->on_duty.end(), [&](const post::DutyBrief& duty) {
                return duty.account_id == whose && duty.since == c.began_at;
            });
        if (on_duty) return post->where;
        return Unexpected{conflict("capsule.not_on_duty",
                                   "This person has not been on duty at the post since then.",
                                   Remedy::reload)};
    }
};

struct Fold {
    State& state;

    void operator()(const CapsuleWritten& e) const {
        begin(e.post_id, e.where, e.account_id, e.began_at);
        state.capsule_version = e.capsule_version;
        state.position = e.position;
        state.matters = e.matters;
        state.remarks = e.remarks;
        state.written_by = e.written_by;
        state.written_at = e.written_at;
    }
    void operator()(const ShiftOver& e) const {
        begin(e.post_id, e.where, e.account_id, e.began_at);
        state.relieved_by = e.relieved_by;
        state.over_at = e.over_at;
        for (const auto& obligation : e.obligations) kernel::arise(state.open, obligation);
    }
    void operator()(const CapsuleSigned& e) const {
        state.signature = Signature{e.capsule_version, e.signed_by, e.remarks, e.signed_at};
        kernel::meet(state.open, sign);
    }
    template <class Deadline>
        requires std::constructible_from<kernel::DeadlineEvent, Deadline>
    void operator()(const Deadline& e) const {
        kernel::evolve_deadline(state.open, e);
    }

private:
    void begin(const PostId& post_id, const Jurisdiction& where, const AccountId& account_id,
               Instant began_at) const {
        state.post_id = post_id;
        state.where = where;
        state.account_id = account_id;
        state.began_at = began_at;
    }
};

}  // namespace

std::string capsule_id(const PostId& post_id, const AccountId& account_id, Instant began_at) {
    constexpr std::string_view post_prefix = "pst_";
    constexpr std::string_view account_prefix = "acc_";
    const std::string_view post{post_id.value()};
    const std::string_view account{account_id.value()};
    if (!post.starts_with(post_prefix) || !account.starts_with(account_prefix)) return {};
    std::string id{"cap_"};
    id.append(post.substr(post_prefix.size()));
    id.append(".").append(account.substr(account_prefix.size()));
    id.append(".").append(std::to_string(began_at.time_since_epoch().count()));
    return is_id_of("cap", id) ? id : std::string{};
}

Capsule::Decision Capsule::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

Capsule::State Capsule::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Capsule::obligations(const State& state) { return state.open; }

}  // namespace anlan::capsule
