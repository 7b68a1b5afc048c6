// A unit in a story: commands are told to it one after another, at instants; what happened comes back in
// words.
#pragma once
#include "domain/unit/rules.hpp"
#include "domain/unit/unit.hpp"

#include <string>

namespace anlan::unit {

inline const Instant kNine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + Hours{9}};
inline const Jurisdiction kShuiguohu{AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_420106007"}, {}};

inline kernel::DeadlineRule within(Seconds span, Seconds warn_before, std::string owner,
                                   std::vector<kernel::LadderStep> ladder = {}) {
    return {span, warn_before, std::move(owner), std::move(ladder)};
}

inline Rules small_rules() {
    return {.crew_role = "patrol",
            .partner_role = "partner",
            .on_view_priority = Priority::p2,
            .clock_tolerance = Seconds{5},
            .outcomes = {{"handled", "已处置", "dealt with"}, {"not_needed", "无需到场", "not needed"}},
            .pauses = {{"meal", "就餐", "meal"}, {"breakdown", "故障", "breakdown"}},
            .skills = {{"first_aid", "急救", "first aid"}},
            .acknowledge = {{{Priority::p1, Priority::p2},
                             {},
                             within(Seconds{30}, Seconds{10}, "patrol", {{"dispatcher", Seconds{0}}})},
                            {{}, {}, within(Seconds{600}, Seconds{0}, "patrol")}},
            .depart = {{{}, {UnitKind::patrol_car}, within(Seconds{60}, Seconds{0}, "patrol")}},
            .acknowledge_change = {{{Priority::p1},
                                    {},
                                    within(Seconds{45}, Seconds{0}, "patrol", {{"dispatcher", Seconds{0}}})}},
            .time_in_state = {{{UnitStatus::en_route}, {}, within(Seconds{600}, Seconds{0}, "patrol")},
                              {{UnitStatus::on_scene},
                               {Priority::p4},
                               within(Seconds{3600}, Seconds{900}, "dispatcher")}},
            .safety_check = {{{Priority::p1, Priority::p2},
                              {"dispute"},
                              within(Seconds{1200}, Seconds{0}, "patrol")}},
            .panic = within(Seconds{15}, Seconds{0}, "dispatcher",
                            {{"watch_officer", Seconds{0}}, {"watch_officer", Seconds{30}}}),
            .return_to_service = within(Seconds{600}, Seconds{0}, "patrol"),
            .end_duty = within(Seconds{900}, Seconds{0}, "patrol")};
}

inline DispatchRules small_dispatch_rules() {
    const std::vector<UnitStatus> any{UnitStatus::assigned, UnitStatus::acknowledged, UnitStatus::en_route,
                                      UnitStatus::on_scene};
    const std::vector<UnitStatus> on_its_way{any.begin(), any.end() - 1};
    return {.rings = {{"1", Seconds{60}, "一", "one", {UnitKind::patrol_car}, {}, {kernel::Level::station}}},
            .travel = {1.4,
                       1.3,
                       {{UnitKind::patrol_car, 11, Seconds{40}},
                        {UnitKind::foot_patrol, 2, Seconds{10}},
                        {UnitKind::motorcycle, 12, Seconds{20}}},
                       {}},
            .preemption = {{Priority::p1, {Priority::p3, Priority::p4}, any},
                           {Priority::p2, {Priority::p4}, on_its_way}},
            .override_reasons = {{"no_other", "无其他警力", "no other unit"}},
            .coverage = {{"1", 1, 0.5}},
            .candidates = {5, 100, 20'000},
            .positions = {Seconds{15}, Seconds{120}, Seconds{900}}};
}

inline kernel::Rulebook small_rulebook() {
    kernel::Rulebook book;
    book.put(small_rules());
    book.put(small_dispatch_rules());
    book.put(
        kernel::RoleLevels{AreaId{"are_420100"},
                           {{"watch_officer", kernel::Level::city, std::nullopt, "指挥长", "watch officer"},
                            {"dispatcher", kernel::Level::district, "watch_officer", "派警员", "dispatcher"},
                            {"partner", kernel::Level::district, "watch_officer", "协同力量", "partner"},
                            {"patrol", kernel::Level::station, "dispatcher", "巡逻警力", "patrol"}}});
    return book;
}

inline RegisterUnit car(std::string call_sign = "武昌-21") {
    RegisterUnit c;
    c.kind = UnitKind::patrol_car;
    c.call_sign = std::move(call_sign);
    c.home = kShuiguohu;
    c.crew_size = 3;
    return c;
}

inline AssignUnit assign(const char* incident, Priority priority = Priority::p3) {
    AssignUnit c;
    c.incident_id = IncidentId{incident};
    c.priority = priority;
    return c;
}
inline AssignUnit with_override(AssignUnit c, const char* reason = "no other unit") {
    c.override_reason = reason;
    return c;
}
inline AssignUnit with_preemption(AssignUnit c, const char* reason = "life in danger") {
    c.preempt_reason = reason;
    return c;
}

// A step told of one incident, and when it happened.
template <class C>
C step(std::optional<Instant> at = std::nullopt, const char* incident = nullptr) {
    C c;
    c.at = at;
    if (incident != nullptr) c.incident_id = IncidentId{incident};
    return c;
}

struct Story {
    Unit::State state{};
    Instant now = kNine;
    kernel::Rulebook rules = small_rulebook();
    kernel::Actor actor{kernel::ActorKind::person, "acc_li", PostId{"pst_dispatcher.420106"}};
    Unit::Events last{};
    Unit::Events log{};

    // "assigned en_route" of what happened; "" of nothing; "! unit.off_duty" of a refusal.
    std::string when(const Command& command) {
        auto decision = Unit::decide(state, command, kernel::Now{now, rules, actor});
        last.clear();
        if (!decision.ok()) return "! " + decision.error().code;
        last = std::move(decision).value();
        std::string words;
        for (const Event& event : last) {
            state = Unit::evolve(std::move(state), event);
            log.push_back(event);
            if (!words.empty()) words += ' ';
            words += word_of(event);
        }
        return words;
    }

    // The clock looks at every obligation that has something to note; "" if none has.
    std::string ring() {
        std::string words;
        const auto open = Unit::obligations(state);
        for (const auto& obligation : open) {
            const auto at = kernel::next_notice(obligation);
            if (!at || *at > now) continue;
            const auto said = when(kernel::NoteDeadline{obligation.kind, obligation.key, *at});
            if (!said.empty()) words += (words.empty() ? "" : " ") + obligation.kind + ":" + said;
        }
        return words;
    }

    std::string owed() const {
        std::string words;
        for (const auto& o : Unit::obligations(state))
            words += (words.empty() ? "" : " ") + o.kind + "@" +
                     std::to_string(std::chrono::duration_cast<Seconds>(o.due_by - kNine).count());
        return words;
    }

    static std::string word_of(const Event& event) {
        std::string wire = std::visit(
            [](const auto& e) -> std::string {
                if constexpr (requires { e.wire_suffix; })
                    return std::string{e.wire_suffix};
                else
                    return std::string{e.wire.substr(5)};
            },
            event);
        return wire.substr(0, wire.find('.'));
    }
};

// On duty and free, at nine.
inline Story on_duty(const RegisterUnit& unit = car()) {
    Story s;
    s.when(unit);
    s.when(BeginDuty{});
    return s;
}

}  // namespace anlan::unit
