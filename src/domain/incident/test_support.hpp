// What the stories of this module share: a small rulebook, a clock, and the facts of each command as one
// line.
#pragma once
#include "base/overloaded.hpp"
#include "domain/incident/incident.hpp"
#include "domain/incident/rules.hpp"
#include "terms/catalogue_test_support.hpp"

#include <string>

namespace anlan::incident::test {

using namespace std::chrono_literals;

inline kernel::RoleLevels roles() {
    using kernel::Level;
    return {AreaId{"are_1"},
            {{"watch", Level::city, std::nullopt, "值班", "watch"},
             {"dispatcher", Level::district, "watch", "派警", "dispatcher"},
             {"desk", Level::station, "dispatcher", "所", "desk"}}};
}

inline kernel::DeadlineRule within(Seconds span, Seconds warn = 0s) {
    return {span, warn, "dispatcher", {{"watch", 60s}}};
}

inline Rules small_rules() {
    Rules rules;
    rules.on_view_class = "dispute.neighbour";
    rules.default_setting = Setting::urban;
    rules.settings = {{AreaId{"are_11"}, Setting::urban}, {AreaId{"are_12"}, Setting::rural}};
    rules.dispatch = {{{}, {"complaint"}, {}, std::nullopt},
                      {{Priority::p1}, {}, {}, within(60s, 20s)},
                      {{}, {}, {}, within(600s)}};
    rules.arrive = {{{}, {"complaint"}, {}, std::nullopt},
                    {{Priority::p1}, {}, {Setting::rural}, within(1200s)},
                    {{Priority::p1}, {}, {}, within(300s)},
                    {{}, {}, {}, within(1800s)}};
    RingRow three;
    three.priorities = {Priority::p1};
    three.deadline = within(180s);
    three.ring = "3";
    rules.rings = {three};
    rules.close = {{{}, {}, {}, within(4h)}};
    CallBackRow office;
    office.classes = {"complaint"};
    office.deadline = within(2h);
    office.working_time = true;
    CallBackRow plain;
    plain.deadline = within(24h);
    rules.call_back = {office, plain};
    rules.sharing = {8h, 24h, 30min, 2h, kernel::Extent::summary, "dispatcher"};
    return rules;
}

inline Dispositions small_dispositions() {
    return {{{"handled", "处置", "handled", {}, true, false},
             {"fire_out", "扑灭", "fire out", {"fire"}, true, false},
             {"unfounded", "不属实", "unfounded", {}, false, true}}};
}

inline WorkRules office_hours() { return {{1, 2, 3, 4, 5}, {{"09:00", "17:00"}}, {}, {}}; }

inline const Jurisdiction kUrban{AreaId{"are_1"}, AreaId{"are_11"}, AreaId{"are_111"}, AreaId{}};
inline const Jurisdiction kRural{AreaId{"are_1"}, AreaId{"are_12"}, AreaId{"are_121"}, AreaId{}};
inline const Instant kNine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} +
                           1h};  // Sunday, 09:00 there

inline std::string wire_of(const Event& event) {
    return std::visit(
        [](const auto& e) {
            using E = std::remove_cvref_t<decltype(e)>;
            if constexpr (requires { E::wire_suffix; })
                return "incident." + std::string{E::wire_suffix};
            else
                return std::string{E::wire};
        },
        event);
}

struct Story {
    kernel::Rulebook book;
    kernel::Actor by{kernel::ActorKind::person, "acc_li", PostId{"pst_dispatcher.11"}};
    Instant now = kNine;
    Incident::State state;
    std::vector<Event> facts;  // all of them

    Story() {
        book.put(small_rules());
        book.put(small_dispositions());
        book.put(office_hours());
        book.put(roles());
        book.put(AttachmentRules{{"image/jpeg", "audio/webm"}, 1'000, 3, 24, 20});
        book.put(anlan::test::small_catalogue());
    }

    // "opened assignment_noted", or "! incident.not_open".
    std::string when(const Command& command) {
        auto decision = Incident::decide(state, command, {now, book, by, "inc_1"});
        if (!decision.ok()) return "! " + decision.error().code;
        std::string line;
        for (const Event& event : *decision) {
            state = Incident::evolve(std::move(state), event);
            facts.push_back(event);
            const std::string wire = wire_of(event);
            line += (line.empty() ? "" : " ") + wire.substr(9, wire.size() - 12);
        }
        return line;
    }

    // "dispatch@60 arrive@300!": open obligations with seconds from nine o'clock, "!" once missed.
    std::string owed() const {
        std::string line;
        for (const auto& o : Incident::obligations(state)) {
            const auto seconds = std::chrono::duration_cast<Seconds>(o.due_by - kNine).count();
            line += (line.empty() ? "" : " ") + o.kind + (o.key.empty() ? "" : ":" + o.key) + "@" +
                    std::to_string(seconds) + (o.missed ? "!" : "");
        }
        return line;
    }

    std::string passes(const std::string& kind, const std::string& key = "") {
        return when(kernel::NoteDeadline{kind, key, now});
    }
};

inline OpenIncident fire(const Jurisdiction& where = kUrban) {
    OpenIncident command;
    command.class_code = "fire.building";
    Location location;
    location.where = where;
    location.point = GeoPoint{30.55, 114.31};
    command.location = location;
    command.summary = PersonalText{"楼上着火"};
    return command;
}

inline NoteAssignment assigned(const char* assignment_id, Instant at) {
    return {assignment_id,
            UnitId{std::string{"unt_"} + assignment_id},
            UnitKind::fire_engine,
            assignment_id,
            false,
            at};
}

}  // namespace anlan::incident::test
