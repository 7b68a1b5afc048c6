// While a report is being written: at most three incidents of the last day that it may be about, with
// distance, age and the words that match. Fed by calls and incidents; the search itself is
// planning/same_event.hpp.
#pragma once
#include "kernel/holder.hpp"
#include "kernel/module.hpp"
#include "planning/same_event.hpp"
#include "terms/jurisdiction.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::views {

class SameEventRibbon final : public kernel::View, public kernel::Holder {
public:
    void held(const kernel::CountHeld& count) const override;
    std::string_view name() const override { return "same_event_ribbon"; }
    void apply(const kernel::Recorded& recorded) override;
    std::vector<kernel::QuerySpec> queries() override;

private:
    struct Call {
        PersonalText text;
        std::optional<std::uint64_t> callback_hash;
        Instant received_at{};
    };
    struct Known {
        std::string class_code;
        std::string place_label;
        bool open = true;
    };

    void apply_call(const kernel::Recorded& recorded);
    void apply_incident(const kernel::Recorded& recorded);
    void belong(const IncidentId& incident, const Jurisdiction& where);
    void forget(Instant now);
    Result<std::string, kernel::Refusal> answer(const kernel::QueryRequest& request) const;

    planning::SameEventIndex index_;
    std::unordered_map<std::string, Call> calls_;
    std::unordered_map<std::string, Known> incidents_;
    std::vector<Jurisdiction> areas_;  // by the number that the index knows
    std::unordered_map<std::string, planning::AreaNumber> area_numbers_;
    Instant swept_at_{};
};

}  // namespace anlan::views
