// An officer goes home with an instruction open: what the service has noted of it, and what it leaves alone.
// The instructions are decided by their own module, with the city's rules.
#include "views/carrier_duty.hpp"
#include "app/node.hpp"
#include "base/source_dir_test_support.hpp"
#include "domain/instruction/instruction.hpp"
#include "domain/post/events.hpp"

#include <gtest/gtest.h>

namespace anlan {
namespace {

using namespace std::chrono_literals;
using instruction::Instruction;

const Instant noon = *instant_from_text("2026-03-02T04:00:00Z");
const Jurisdiction station{AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_420106001"}, {}};
const PostId wang{"pst_community_officer.420106001001"};
const PostId zhao{"pst_community_officer.420106001002"};

struct Station {
    kernel::Modules modules = app::all_modules();
    kernel::Rulebook rules;
    std::optional<views::CarrierDuty> view;
    Instruction::State state;
    Instant now = noon;
    std::map<std::string, std::vector<post::DutyBrief>> on_duty;

    Station() {
        auto loaded = app::load_rulebook(std::string{source_dir()} + "/rulebook/wuhan", modules);
        if (!loaded.ok()) throw std::runtime_error{loaded.error()};
        rules = std::move(loaded).value();
        view.emplace(modules, rules, [this] { return now; });
    }

    template <class E>
    void happens(const std::string& stream, E body) {
        const auto* module = kernel::module_of_stream(modules, stream);
        std::string wire;
        if constexpr (requires { E::wire; }) wire = std::string{E::wire};
        kernel::AnyEvent event{module->find_event(wire), std::make_shared<E>(std::move(body)), {}};
        kernel::Envelope envelope;
        envelope.stream = stream;
        envelope.wire = wire;
        envelope.recorded_at = envelope.happened_at = now;
        view->apply({envelope, event});
    }
    void begins(const PostId& post, std::optional<std::string> shift = {}) {
        on_duty[post.value()] = {{AccountId{"acc_one"}, now}};
        happens(post.value(), post::DutyBegun{AccountId{"acc_one"}, std::move(shift), {}, now});
    }
    void goes_home(const PostId& post) {
        on_duty[post.value()].clear();
        happens(post.value(), post::DutyEnded{AccountId{"acc_one"}, {}, {}, now, {}, {}});
    }
    void is_planned(const PostId& post, Instant from) {
        happens(post.value(), post::ShiftPlanned{"sft_1", AccountId{"acc_one"}, from, from + 8h, now, {}});
    }
    // Decided by the module and told to the view; the refusal's code, or nothing.
    std::string when(const Instruction::Command& command) {
        const kernel::Briefs briefs = [this](std::string_view stream,
                                             const void*) -> std::shared_ptr<const void> {
            if (!stream.starts_with("pst_")) return nullptr;
            return std::make_shared<const post::Brief>(
                post::Brief{"community_officer", station, on_duty[std::string{stream}]});
        };
        const kernel::Actor clock{kernel::ActorKind::clock, "carrier_duty", {}};
        auto decision = Instruction::decide(state, command, {now, rules, clock, "ins_1", &briefs});
        if (!decision.ok()) return decision.error().code;
        for (const auto& event : *decision) {
            state = Instruction::evolve(std::move(state), event);
            std::visit([&](const auto& body) { happens("ins_1", body); }, event);
        }
        return "";
    }
    // A dispute of a family, due six hours from now, carried by Wang.
    void is_carried() {
        state.stage = instruction::Stage::signed_for;
        state.class_code = "dispute.family";
        state.where = station;
        state.signed_for.emplace();
        const auto& of = *instruction::find_class(rules.section<instruction::Rules>(), state.class_code);
        state.open = {kernel::owe(of.answer, rules.section<kernel::RoleLevels>(), "reply", "", now, station)};
        EXPECT_EQ(when(instruction::PassOnInstruction{wang}), "");
    }
    // What the service sends, each decided; the commands' names.
    std::string sends() {
        std::string said;
        for (int turn = 0; turn < 10; ++turn) {
            const auto found = view->next();
            if (!found) return said;
            said += (said.empty() ? "" : " ") + found->command.spec->name.substr(12);
            if (found->command.spec->name == "instruction.note_carrier_off_duty")
                when(*static_cast<const instruction::NoteCarrierOffDuty*>(found->command.value.get()));
            else
                when(*static_cast<const instruction::NoteCarrierBack*>(found->command.value.get()));
        }
        return said + " …for ever";
    }
    std::uint64_t held(std::string_view what) const {
        std::uint64_t out = 0;
        view->held([&](std::string_view name, std::uint64_t count) { out = name == what ? count : out; });
        return out;
    }
};

TEST(CarrierDuty, WhoGoesHomeLeavesItToTheStationAndWhoComesBackHasItAgain) {
    Station s;
    s.begins(wang);
    s.is_carried();
    EXPECT_EQ(s.sends(), "");
    s.now += 1h;
    s.goes_home(wang);
    EXPECT_EQ(s.sends(), "note_carrier_off_duty");
    EXPECT_EQ(s.state.owner, kernel::post_id("station_desk", station.station));
    EXPECT_EQ(s.sends(), "") << "once";
    s.begins(wang);
    EXPECT_EQ(s.sends(), "note_carrier_back");
    EXPECT_EQ(s.state.owner, wang);
}

TEST(CarrierDuty, WhoIsPlannedToBeThereInTimeIsLeftAlone) {
    Station s;
    s.begins(wang);
    s.is_carried();
    s.is_planned(wang, noon + 3h);
    s.goes_home(wang);
    EXPECT_EQ(s.sends(), "") << "three hours before it is due";
    s.happens(wang.value(), post::ShiftCancelled{"sft_1", "培训", s.now});
    EXPECT_EQ(s.sends(), "note_carrier_off_duty");
}

TEST(CarrierDuty, AShiftThatBeginsTooLateIsNoHelp) {
    Station s;
    s.begins(wang);
    s.is_carried();
    s.is_planned(wang, noon + 5h + 1min);  // the rulebook says an hour before
    s.goes_home(wang);
    EXPECT_EQ(s.sends(), "note_carrier_off_duty");
}

TEST(CarrierDuty, WhereNobodyEverKeptDutyNothingIsSaid) {
    Station s;
    s.is_carried();
    EXPECT_EQ(s.sends(), "");
}

TEST(CarrierDuty, HandedToSomebodyWhoIsOffDutyTooItIsNotedAnew) {
    Station s;
    s.begins(wang);
    s.begins(zhao);
    s.is_carried();
    s.goes_home(zhao);
    s.goes_home(wang);
    EXPECT_EQ(s.sends(), "note_carrier_off_duty");
    EXPECT_EQ(s.when(instruction::HandOverInstruction{zhao, PersonalText{"下班"}}), "");
    EXPECT_EQ(s.sends(), "note_carrier_off_duty");
    EXPECT_EQ(s.when(instruction::LeaveWithCarrier{PersonalText{"今晚回岗"}}), "");
    EXPECT_EQ(s.sends(), "") << "the station knows";
    EXPECT_EQ(s.state.owner, zhao);
}

TEST(CarrierDuty, WhatIsPausedOrOverIsNotLookedAt) {
    Station s;
    s.begins(wang);
    s.is_carried();
    EXPECT_EQ(s.when(instruction::PauseInstruction{PersonalText{"双方外出"}, s.now + 1h}), "");
    s.goes_home(wang);
    EXPECT_EQ(s.sends(), "");
    EXPECT_EQ(s.when(instruction::ResumeInstruction{}), "");
    EXPECT_EQ(s.sends(), "note_carrier_off_duty");
    EXPECT_EQ(s.when(instruction::WithdrawInstruction{PersonalText{"发错单位"}}), "");
    EXPECT_EQ(s.held("carried_instructions"), 0U);
}

}  // namespace
}  // namespace anlan
