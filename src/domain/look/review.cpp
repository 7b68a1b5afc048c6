#include "domain/look/review.hpp"

#include "domain/call/events.hpp"
#include "kernel/named_ids.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace anlan::look {
namespace {

constexpr Hours one_hour{1};

bool within(const std::optional<Instant>& deed, Instant at, Hours span) {
    return deed && std::chrono::abs(*deed - at) <= span;
}

}  // namespace

void Review::apply(const kernel::Recorded& recorded) {
    const auto& envelope = recorded.envelope;
    latest_ = std::max(latest_, envelope.recorded_at);
    forget(latest_);
    const auto* decided = recorded.as<call::OutcomeDecided>();
    if (decided != nullptr && decided->outcome.incident_id) {
        add_link(envelope.stream, decided->outcome.incident_id->value(), envelope.recorded_at);
    }
    if (const auto* looked = recorded.as<LookRecorded>()) return look(envelope, *looked);
    if (const auto* reviewed = recorded.as<LookReviewed>()) {
        const auto found = by_look_.find(envelope.stream);
        if (found != by_look_.end()) seen(found->second)->row.reviewed = *reviewed;
        return;
    }
    if (envelope.actor.kind == kernel::ActorKind::person) deed(envelope);
}

void Review::look(const kernel::Envelope& envelope, const LookRecorded& event) {
    const std::uint64_t number = first_ + seen_.size();
    Work& work = work_on(envelope.actor.actor_id, matter_of(event.record), envelope.recorded_at);
    seen_.push_back({{envelope.stream,
                      envelope.position,
                      envelope.recorded_at,
                      envelope.actor.actor_id,
                      envelope.actor.post_id,
                      event.record,
                      event.fields,
                      event.purpose,
                      event.reason,
                      {},
                      {},
                      envelope.actor.under},
                     work.last_deed,
                     {}});
    work.open.push_back(number);
    by_look_[envelope.stream] = number;
}

void Review::deed(const kernel::Envelope& envelope) {
    const auto& who = envelope.actor.actor_id;
    note_deed(who, matter_of(envelope.stream), envelope.recorded_at);
    for (const auto& id : kernel::named_ids(envelope.payload))
        if (id != envelope.stream) note_deed(who, matter_of(id), envelope.recorded_at);
}

Review::Work& Review::work_on(const std::string& who, const std::string& matter, Instant at) {
    const auto [found, fresh] = work_.try_emplace(who + '\n' + matter);
    if (fresh) to_forget_.emplace_back(at, &found->first);
    found->second.touched_at = at;
    return found->second;
}

void Review::note_deed(const std::string& who, const std::string& matter, Instant at) {
    Work& work = work_on(who, matter, at);
    work.last_deed = at;
    for (const auto number : work.open)
        if (Seen* one = seen(number)) one->deed_after = at;
    work.open.clear();
}

// A deed that is older than any rule asks for, and looks older than any review.
void Review::forget(Instant now) {
    forget_deeds(now - deeds_kept);
    forget_links(now - looks_kept);
    while (!seen_.empty() && seen_.front().row.looked_at < now - looks_kept) {
        const auto found = by_look_.find(seen_.front().row.look_id);
        if (found != by_look_.end() && found->second == first_) by_look_.erase(found);
        seen_.pop_front();
        ++first_;
    }
}

// What was touched again meanwhile gets another turn.
void Review::forget_deeds(Instant before) {
    while (!to_forget_.empty() && to_forget_.front().first < before) {
        const auto found = work_.find(*to_forget_.front().second);
        to_forget_.pop_front();
        if (found->second.touched_at < before)
            work_.erase(found);
        else
            to_forget_.emplace_back(found->second.touched_at, &found->first);
    }
}

Review::Seen* Review::seen(std::uint64_t number) {
    if (number < first_ || number - first_ >= seen_.size()) return nullptr;
    return &seen_[static_cast<std::size_t>(number - first_)];
}

struct Review::Link {
    Instant at{};
    std::string call;
    std::string incident;
};

std::string Review::matter_of(const std::string& record) const {
    if (!record.starts_with("cal_")) return record;  // only calls lead to incidents
    const auto numbers = linked_->find(linked_->mark(record));
    for (auto number = numbers.rbegin(); number != numbers.rend(); ++number)
        if (auto found = link(*number); found && found->call == record) return std::move(found->incident);
    return record;
}

std::optional<Review::Link> Review::link(kernel::Shelf::Number number) const {
    const auto row = linked_->get(number);
    if (!row) return std::nullopt;
    const auto first = row->find(' ');
    const auto second = row->find(' ', first + 1);
    return Link{Instant{Millis{std::stoll(row->substr(0, first))}},
                row->substr(first + 1, second - first - 1), row->substr(second + 1)};
}

void Review::add_link(const std::string& call, const std::string& incident, Instant at) {
    const auto mark = linked_->mark(call);
    const auto since = std::to_string(at.time_since_epoch().count());
    linked_->put(next_linked_++, since + ' ' + call + ' ' + incident, {&mark, 1});
    if (!first_linked_at_) first_linked_at_ = at;
}

void Review::forget_links(Instant before) {
    while (first_linked_at_ && *first_linked_at_ < before) {
        linked_->remove(first_linked_++);
        const auto next = link(first_linked_);
        first_linked_at_ = next ? std::optional{next->at} : std::nullopt;
    }
}

void Review::held(const kernel::CountHeld& count) const {
    count("review_looks", seen_.size());
    count("review_deeds", work_.size());
    count("review_calls_on_disk", linked_->size());
}

namespace {

// What shows only across the looks of a day: how many one account made within the hour before, how many
// accounts looked at one record.
struct DayFigures {
    std::map<std::string, std::deque<Instant>> last_hour;
    std::map<std::string, std::set<std::string>> accounts;

    std::int64_t looks_within_the_hour(const ReviewRow& row) {
        auto& times = last_hour[row.looked_by];
        while (!times.empty() && times.front() <= row.looked_at - one_hour) times.pop_front();
        times.push_back(row.looked_at);
        return static_cast<std::int64_t>(times.size());
    }
    std::int64_t accounts_of(const std::string& record) const {
        return static_cast<std::int64_t>(accounts.at(record).size());
    }
};

}  // namespace

ReviewAnswer Review::of(const Asked& asked, const Rules& rules) const {
    ReviewAnswer answer{asked.from, asked.until, 0, 0, 0, {}, {}};
    const auto before = [](const Seen& one, Instant at) { return one.row.looked_at < at; };
    const auto first = std::lower_bound(seen_.begin(), seen_.end(), asked.from, before);
    const auto last = std::lower_bound(first, seen_.end(), asked.until, before);
    DayFigures figures;
    for (auto one = first; one != last; ++one) figures.accounts[one->row.record].insert(one->row.looked_by);
    for (auto one = first; one != last; ++one) {
        ReviewRow row = one->row;
        ++answer.looks;
        const auto many = figures.looks_within_the_hour(row) > rules.many_per_hour;
        const auto& always = rules.always;
        if (std::find(always.begin(), always.end(), row.purpose) != always.end())
            row.why.push_back(Why::always_reviewed);
        if (!within(one->deed_before, row.looked_at, rules.deed_within) &&
            !within(one->deed_after, row.looked_at, rules.deed_within))
            row.why.push_back(Why::no_deed);
        if (many) row.why.push_back(Why::many_looks);
        if (figures.accounts_of(row.record) > rules.many_accounts) row.why.push_back(Why::many_accounts);
        if (row.post_id.value().empty()) row.why.push_back(Why::no_post);
        if (row.under && row.under->starts_with("brk_")) row.why.push_back(Why::break_glass);
        if (row.why.empty()) continue;
        ++answer.to_review;
        if (!row.reviewed) ++answer.not_reviewed;
        if (row.position <= asked.after) continue;
        if (answer.rows.size() < rows_max)
            answer.rows.push_back(std::move(row));
        else
            answer.next = answer.rows.back().position;
    }
    return answer;
}

}  // namespace anlan::look
