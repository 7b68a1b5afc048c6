// A station with a desk and two community officers, and what happens there, as records that a view gets.
#pragma once
#include "app/node.hpp"
#include "base/source_dir_test_support.hpp"
#include "domain/instruction/events.hpp"
#include "domain/post/events.hpp"
#include "views/work_forecast.hpp"

#include <gtest/gtest.h>

namespace anlan::test_support {

using namespace std::chrono_literals;

inline const Instant four = *instant_from_text("2026-11-27T08:00:00Z");
inline const Jurisdiction station{AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_st_1"}, {}};
inline const std::string desk = "pst_desk";
inline const std::string wang = "pst_officer.1";
inline const std::string li = "pst_officer.2";

struct Evening {
    kernel::Modules modules = app::all_modules();
    kernel::Rulebook rules;
    std::optional<views::WorkForecast> view;
    std::map<std::string, std::uint64_t> versions;
    Instant now = four;

    Evening() {
        auto loaded = app::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", modules);
        if (!loaded.ok()) throw std::runtime_error{loaded.error()};
        rules = std::move(loaded).value();
        view.emplace(modules, rules);
        created(desk, "station_desk");
        created(wang, "community_officer");
        created(li, "community_officer");
    }

    template <class E>
    void happens(const std::string& stream, E body, std::string wire = {}) {
        if constexpr (requires { E::wire; }) wire = E::wire;
        const auto* module = kernel::module_of_stream(modules, stream);
        kernel::AnyEvent event{module->find_event(wire), std::make_shared<E>(std::move(body)), {}};
        kernel::Envelope envelope;
        envelope.stream = stream;
        envelope.wire = wire;
        envelope.version = ++versions[stream];
        envelope.recorded_at = envelope.happened_at = now;
        view->apply({envelope, event});
    }
    void after(Millis span) { now += span; }

    void created(const std::string& name, const char* role) {
        post::PostCreated body;
        body.role = role;
        body.where = station;
        happens(name, body);
    }
    void on_duty(const std::string& name) {
        post::DutyBegun body;
        body.account_id = AccountId{"acc_" + name.substr(4)};
        body.began_at = now;
        happens(name, body);
    }
    void off_duty(const std::string& name) {
        post::DutyEnded body;
        body.account_id = AccountId{"acc_" + name.substr(4)};
        body.ended_at = now;
        happens(name, body);
    }

    kernel::Obligation owed(const char* kind, const std::string& owner, Millis within) const {
        kernel::Obligation one;
        one.kind = kind;
        one.owner = PostId{owner};
        one.since = now;
        one.due_by = now + within;
        return one;
    }
    void issued(const std::string& name, Millis within = 3h) {
        instruction::InstructionIssued body;
        body.class_code = "dispute.other";
        body.text = PersonalText{"走访双方"};
        body.where = station;
        body.issued_at = now;
        body.obligations = {owed("sign", desk, 15min), owed("pass_on", desk, 30min),
                            owed("reply", desk, within)};
        happens("ins_" + name, body);
        replies[name] = body.obligations.back();
    }
    void signed_for(const std::string& name) { happens("ins_" + name, instruction::InstructionSigned{}); }
    void passed_on(const std::string& name, const std::string& to) {
        replies[name].owner = PostId{to};
        instruction::InstructionPassedOn body;
        body.to_post_id = PostId{to};
        body.passed_on_at = now;
        body.obligations = {replies[name]};
        happens("ins_" + name, body);
    }
    void handed_over(const std::string& name, const std::string& to) {
        instruction::InstructionHandedOver body;
        body.from_post_id = replies[name].owner;
        body.to_post_id = PostId{to};
        replies[name].owner = PostId{to};
        body.obligations = {replies[name]};
        happens("ins_" + name, body);
    }
    void given_to(const std::string& name, const std::string& officer, Millis within = 3h) {
        issued(name, within);
        signed_for(name);
        passed_on(name, officer);
    }
    void answered(const std::string& name) { happens("ins_" + name, instruction::InstructionAnswered{}); }
    void accepted(const std::string& name) { happens("ins_" + name, instruction::AnswerAccepted{}); }
    void withdrawn(const std::string& name) { happens("ins_" + name, instruction::InstructionWithdrawn{}); }
    void missed(const std::string& name) {
        happens("ins_" + name, kernel::DeadlineMissed{"reply", "", replies[name].owner, replies[name].due_by},
                "instruction.deadline_missed.v1");
    }
    // Answers of half an hour each, so that the station's own spans are known.
    void measured(int count, Millis each = 30min) {
        for (int i = 0; i < count; ++i) {
            const auto name = "past" + std::to_string(++past_);
            given_to(name, wang);
            after(each);
            answered(name);
            accepted(name);
        }
    }

    views::ForecastPage tells(int hours = 8, bool all = true) const {
        return view->forecast({"are_st_1", now, now + Hours{hours}}, [=](const auto&) { return all; });
    }
    std::uint64_t held(std::string_view what) const {
        std::uint64_t out = 0;
        view->held([&](std::string_view name, std::uint64_t count) {
            if (name == what) out = count;
        });
        return out;
    }

    std::map<std::string, kernel::Obligation> replies;

private:
    int past_ = 0;
};

}  // namespace anlan::test_support
