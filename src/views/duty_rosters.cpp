#include "views/duty_rosters.hpp"

#include "domain/post/events.hpp"

#include <algorithm>

namespace anlan::views {
namespace {

constexpr Hours past_kept{48};
constexpr Hours stays_least{1};

}  // namespace

void DutyRosters::apply(const kernel::Recorded& recorded) {
    if (!recorded.envelope.wire.starts_with("post.")) return;
    Post& post = posts_[recorded.envelope.stream];
    if (const auto* created = recorded.as<post::PostCreated>()) {
        post.role = created->role;
        post.where = created->where;
        by_station_[created->where.station.value()].push_back(recorded.envelope.stream);
    } else if (const auto* planned = recorded.as<post::ShiftPlanned>()) {
        post.shifts[planned->shift_id] = {planned->account_id.value(), {planned->from, planned->until}};
    } else if (const auto* cancelled = recorded.as<post::ShiftCancelled>()) {
        post.shifts.erase(cancelled->shift_id);
    }
    begin(post, recorded);
    end(post, recorded);
    // A shift that nobody took up is no help any more.
    std::erase_if(post.shifts,
                  [&](const auto& one) { return one.second.span.until < recorded.envelope.recorded_at; });
}

void DutyRosters::begin(Post& post, const kernel::Recorded& recorded) const {
    const auto* begun = recorded.as<post::DutyBegun>();
    if (begun == nullptr) return;
    OnDuty duty{begun->account_id.value(), begun->began_at, begun->began_at + duty_usual_};
    if (begun->shift_id) {
        if (const auto shift = post.shifts.find(*begun->shift_id); shift != post.shifts.end()) {
            duty.until = shift->second.span.until;
            post.shifts.erase(shift);
        }
    }
    post.on_duty.push_back(std::move(duty));
}

void DutyRosters::end(Post& post, const kernel::Recorded& recorded) {
    const auto* ended = recorded.as<post::DutyEnded>();
    if (ended == nullptr) return;
    const auto found = std::find_if(post.on_duty.begin(), post.on_duty.end(), [&](const auto& one) {
        return one.account == ended->account_id.value();
    });
    if (found == post.on_duty.end()) return;
    post.past.push_back({found->since, ended->ended_at});
    post.on_duty.erase(found);
    while (!post.past.empty() && post.past.front().until < ended->ended_at - past_kept) post.past.pop_front();
}

planning::DutyRoster DutyRosters::ahead(std::string_view name, Instant now) const {
    planning::DutyRoster roster;
    const auto found = posts_.find(name);
    if (found == posts_.end()) return roster;
    std::map<std::string_view, std::vector<planning::DutySpan>> by_account;
    for (const auto& one : found->second.on_duty)
        by_account[one.account].push_back({now, std::max(one.until, now + stays_least)});
    for (const auto& [id, shift] : found->second.shifts)
        if (shift.span.from >= now) by_account[shift.account].push_back(shift.span);
    for (auto& [account, spans] : by_account) {
        std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
        for (std::size_t i = 1; i < spans.size(); ++i)  // who stays on begins the next shift when it ends
            spans[i].from = std::max(spans[i].from, std::min(spans[i - 1].until, spans[i].until));
        roster.officers.push_back(std::move(spans));
    }
    return roster;
}

int DutyRosters::on_duty(std::string_view post) const {
    const auto found = posts_.find(post);
    return found == posts_.end() ? 0 : static_cast<int>(found->second.on_duty.size());
}

Millis DutyRosters::worked(std::string_view name, Instant from, Instant until) const {
    const auto found = posts_.find(name);
    if (found == posts_.end()) return Millis{0};
    if (until - from > past_kept) return until - from;
    std::vector<planning::DutySpan> spans{found->second.past.begin(), found->second.past.end()};
    for (const auto& one : found->second.on_duty) spans.push_back({one.since, until});
    return planning::on_duty_within(spans, from, until);
}

std::vector<std::string> DutyRosters::at_station(std::string_view station,
                                                 std::span<const std::string> roles) const {
    std::vector<std::string> posts;
    const auto found = by_station_.find(station);
    if (found == by_station_.end()) return posts;
    for (const auto& name : found->second)
        if (std::find(roles.begin(), roles.end(), posts_.find(name)->second.role) != roles.end())
            posts.push_back(name);
    std::sort(posts.begin(), posts.end());
    return posts;
}

}  // namespace anlan::views
