// What the stories of this module share: a small rulebook, a clock, and the facts of each command as one
// line.
#pragma once
#include "domain/call/call.hpp"
#include "domain/call/rules.hpp"
#include "domain/incident/events.hpp"
#include "terms/catalogue_test_support.hpp"

#include <memory>
#include <set>
#include <string>

namespace anlan::call::test {

using namespace std::chrono_literals;

inline kernel::RoleLevels roles() {
    using kernel::Level;
    return {AreaId{"are_1"},
            {{"taker", Level::city, std::nullopt, "接警", "taker"},
             {"lead", Level::city, std::nullopt, "班长", "lead"}}};
}

inline kernel::DeadlineRule within(Seconds span, Seconds warn = 0s) {
    return {span, warn, "taker", {{"lead", 5s}}};
}

inline Rules small_rules() {
    Rules rules;
    rules.duress_priority = Priority::p1;
    rules.unassessed_priority = Priority::p2;
    rules.call_back_attempts_max = 2;
    rules.pick_up = {
        {"answer", {Channel::phone}, within(10s, 5s)},
        {"claim", {Channel::text, Channel::web, Channel::group_message, Channel::agency}, within(60s)},
        {"claim", {Channel::walk_in, Channel::officer}, std::nullopt}};
    rules.outcome = {{{Priority::p1}, within(60s)}, {{Priority::p2}, within(120s)}, {{}, within(600s)}};
    rules.call_back = {{"dropped", "中断", "dropped", within(90s)},
                       {"promised", "承诺", "promised", within(3600s)}};
    rules.void_reasons = {{"dropped", "挂断", "hung up", "dropped"}, {"test", "测试", "test", std::nullopt}};
    rules.transfer_confirm = within(30s);
    rules.join_confirm = within(40s);
    return rules;
}

inline const Instant kNine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 1h};

inline std::string wire_of(const Event& event) {
    return std::visit(
        [](const auto& e) {
            using E = std::remove_cvref_t<decltype(e)>;
            if constexpr (requires { E::wire_suffix; })
                return "call." + std::string{E::wire_suffix};
            else
                return std::string{E::wire};
        },
        event);
}

struct Story {
    kernel::Rulebook book;
    kernel::Actor by{kernel::ActorKind::person, "acc_li", PostId{"pst_taker.1"}};
    Instant now = kNine;
    Call::State state;
    std::vector<Event> facts;
    std::set<std::string, std::less<>> incidents_there;  // once somebody is asked
    kernel::Briefs briefs;

    // From now on the call is told which incidents there are.
    void ask_incidents() {
        briefs = [this](std::string_view stream, const void*) -> std::shared_ptr<const void> {
            if (!incidents_there.contains(stream)) return nullptr;
            return std::make_shared<const incident::Brief>();
        };
    }

    Story() {
        book.put(small_rules());
        book.put(roles());
        book.put(anlan::test::small_catalogue());
    }

    std::string when(const Command& command) {
        auto decision = Call::decide(state, command, {now, book, by, "cal_7", briefs ? &briefs : nullptr});
        if (!decision.ok()) return "! " + decision.error().code;
        std::string line;
        for (const Event& event : *decision) {
            state = Call::evolve(std::move(state), event);
            facts.push_back(event);
            const std::string wire = wire_of(event);
            line += (line.empty() ? "" : " ") + wire.substr(5, wire.size() - 8);
        }
        return line;
    }

    std::string owed() const {
        std::string line;
        for (const auto& o : Call::obligations(state)) {
            const auto seconds = std::chrono::duration_cast<Seconds>(o.due_by - kNine).count();
            line +=
                (line.empty() ? "" : " ") + o.kind + "@" + std::to_string(seconds) + (o.missed ? "!" : "");
        }
        return line;
    }

    // One that rings, with a number.
    static ReceiveCall ringing() {
        ReceiveCall command;
        command.channel = Channel::phone;
        command.callback = PersonalText{"138 0000 1111"};
        return command;
    }
    static WriteReport about(const char* class_code) {
        WriteReport command;
        command.narrative = PersonalText{"楼上着火，冒烟"};
        command.class_code = class_code;
        return command;
    }
};

}  // namespace anlan::call::test
