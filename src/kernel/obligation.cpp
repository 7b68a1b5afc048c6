#include "kernel/obligation.hpp"

#include <algorithm>
#include <utility>

namespace anlan::kernel {
namespace {

Obligation* find_open(std::vector<Obligation>& open, std::string_view kind, std::string_view key) {
    const auto found = std::find_if(open.begin(), open.end(),
                                    [&](const Obligation& o) { return o.kind == kind && o.key == key; });
    return found == open.end() ? nullptr : &*found;
}

}  // namespace

std::optional<Instant> next_notice(const Obligation& obligation) {
    if (!obligation.warned && !obligation.missed && obligation.warn_at &&
        *obligation.warn_at < obligation.due_by)
        return obligation.warn_at;
    if (!obligation.missed) return obligation.due_by;
    const auto rung = static_cast<std::size_t>(obligation.climbed);
    if (rung < obligation.ladder.size()) return obligation.ladder[rung].at;
    return std::nullopt;
}

std::vector<DeadlineEvent> note(const std::vector<Obligation>& open, const NoteDeadline& command,
                                Instant now) {
    std::vector<DeadlineEvent> events;
    const Obligation* named = find(open, command.kind, command.key);
    if (named == nullptr) return events;
    Obligation o = *named;
    for (auto at = next_notice(o); at && *at <= now; at = next_notice(o)) {
        if (!o.warned && !o.missed && *at < o.due_by) {
            o.warned = true;
            events.push_back(DeadlineWarned{o.kind, o.key, o.owner, o.due_by});
        } else if (!o.missed) {
            o.missed = true;
            events.push_back(DeadlineMissed{o.kind, o.key, o.owner, o.due_by});
        } else {
            const auto rung = static_cast<std::size_t>(o.climbed);
            events.push_back(
                DeadlineEscalated{o.kind, o.key, o.owner, o.ladder[rung].post, o.climbed, o.due_by});
            ++o.climbed;
        }
    }
    return events;
}

void evolve_deadline(std::vector<Obligation>& open, const DeadlineWarned& event) {
    if (auto* o = find_open(open, event.kind, event.key)) o->warned = true;
}
void evolve_deadline(std::vector<Obligation>& open, const DeadlineMissed& event) {
    if (auto* o = find_open(open, event.kind, event.key)) o->missed = true;
}
void evolve_deadline(std::vector<Obligation>& open, const DeadlineEscalated& event) {
    if (auto* o = find_open(open, event.kind, event.key)) o->climbed = event.rung + 1;
}

void arise(std::vector<Obligation>& open, Obligation obligation) {
    if (auto* o = find_open(open, obligation.kind, obligation.key)) {
        *o = std::move(obligation);
        return;
    }
    open.push_back(std::move(obligation));
}

bool meet(std::vector<Obligation>& open, std::string_view kind, std::string_view key) {
    return std::erase_if(open, [&](const Obligation& o) { return o.kind == kind && o.key == key; }) > 0;
}

const Obligation* find(const std::vector<Obligation>& open, std::string_view kind, std::string_view key) {
    const auto found = std::find_if(open.begin(), open.end(),
                                    [&](const Obligation& o) { return o.kind == kind && o.key == key; });
    return found == open.end() ? nullptr : &*found;
}

std::optional<NextDue> next_due(const std::vector<Obligation>& open) {
    const auto first = std::min_element(open.begin(), open.end(),
                                        [](const auto& a, const auto& b) { return a.due_by < b.due_by; });
    if (first == open.end()) return std::nullopt;
    return NextDue{first->kind,   first->key,     first->owner, first->since,
                   first->due_by, first->warn_at, first->missed};
}

}  // namespace anlan::kernel
