// Whether somebody is on duty at the posts that carry instructions: has it noted of an instruction when its
// post falls empty and nobody is planned to be there in time, and when somebody is there again.
//
// An instruction is looked at when something about it or about its post changes. A post at which nobody was
// ever on duty says nothing: there no duty is kept.
#pragma once
#include "domain/instruction/events.hpp"
#include "domain/instruction/rules.hpp"
#include "kernel/holder.hpp"
#include "kernel/module.hpp"
#include "views/followup_source.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::views {

class CarrierDuty final : public kernel::View, public kernel::Holder, public FollowupSource {
public:
    CarrierDuty(std::span<const kernel::Module> modules, const kernel::Rulebook& rules,
                std::function<Instant()> now);

    std::string_view name() const override { return "carrier_duty"; }
    void apply(const kernel::Recorded& recorded) override;
    void held(const kernel::CountHeld& count) const override;

    std::string_view sender() const override { return "carrier_duty"; }
    std::optional<kernel::Followup> next() override;
    void put_back(const kernel::Followup& unsent) override;
    void refused(const kernel::Followup&) override {}  // it is looked at when something changes

private:
    struct Carried {
        std::string post;            // that it was passed on to
        std::optional<Instant> due;  // the answer; none: it is paused, or given
        bool noted = false;          // that its post is empty
    };
    struct Duty {
        std::set<std::string> accounts;          // on duty now
        std::optional<Instant> empty_since;      // none: nobody was ever here, or somebody is
        std::map<std::string, Instant> planned;  // shifts by when they begin
        std::set<std::string> carries;           // instructions
    };

    void apply_instruction(const kernel::Recorded& recorded);
    void apply_post(const kernel::Recorded& recorded);
    void owed(const std::string& stream, const std::vector<kernel::Obligation>& obligations);
    void carry(const std::string& stream, const PostId& post_id);
    void let_go(const std::string& stream);
    void look_at_all_of(const Duty& duty);
    bool is_back_in_time(const Duty& duty, Instant due) const;
    std::optional<kernel::Followup> due(const std::string& stream, const Carried& carried) const;
    const instruction::Rules& rules() const { return rulebook_.section<instruction::Rules>(); }

    const kernel::Rulebook& rulebook_;
    std::function<Instant()> now_;
    const kernel::CommandSpec* note_off_ = nullptr;
    const kernel::CommandSpec* note_back_ = nullptr;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Carried> carried_;
    std::map<std::string, Duty> posts_;
    std::set<std::string> changed_;  // instructions to look at
};

}  // namespace anlan::views
