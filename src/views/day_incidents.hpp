// Which incidents belong on which day's list (domain/selection), and what the lists have of them: makes of
// the difference the commands that put an incident forward, weigh it anew or take it off.
//
// Each incident is looked at when something about it changes and never otherwise: next() takes from a queue,
// and what was sent and refused is not sent again until it would be another command. That no incident comes
// onto two lists rests on one command being sent at a time (followup_source.hpp).
//
// Of texts nothing is held but the codes of what was found in them.
#pragma once
#include "domain/selection/rules.hpp"
#include "kernel/holder.hpp"
#include "views/followup_source.hpp"

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace anlan::views {

class DayIncidents final : public kernel::View, public kernel::Holder, public FollowupSource {
public:
    DayIncidents(std::span<const kernel::Module> modules, const kernel::Rulebook& rules);

    std::string_view name() const override { return "day_incidents"; }
    void apply(const kernel::Recorded& recorded) override;
    void held(const kernel::CountHeld& count) const override;

    std::string_view sender() const override { return "day_incidents"; }
    std::optional<kernel::Followup> next() override;
    void put_back(const kernel::Followup& unsent) override;
    void refused(const kernel::Followup& sent) override;

private:
    // What somebody said, by codes of evidence.
    struct Heard {
        std::set<std::string> found;
        bool injured = false;
        bool weapon = false;
    };
    struct Call {
        std::set<std::string> first_words;
        Heard heard;
        std::string incident;
        Instant received_at{};
    };
    // As a list has it; `outside` is why it left.
    struct Listing {
        std::string list;
        int revision = 0;
        selection::Candidate candidate;
        std::string outside;
    };
    struct Incident {
        Instant opened_at{};
        std::string class_code;
        Jurisdiction where;
        Heard heard;
        bool duress = false;
        bool cancelled = false;
        bool merged = false;
        std::string instruction;  // that is out about it, not by a list; none: empty
        std::map<std::string, Heard> calls;
        std::vector<Listing> listings;  // the last is where it is
        std::string refused;            // the command, as it was sent
        bool waiting = false;
    };
    struct Matter {
        bool counts = true;  // it is not rejected
        Instant last_at{};
        std::vector<std::pair<std::string, AreaId>> reports;  // incident and station
    };
    struct List {
        selection::Day day;
        Jurisdiction where;
        bool over = false;
    };
    struct Sent {
        std::string incident;
        std::string content;
    };

    void apply_call(const kernel::Recorded& recorded);
    void apply_opened(const kernel::Recorded& recorded);
    void apply_incident(const kernel::Recorded& recorded, Incident& incident);
    void apply_calls_of(const kernel::Recorded& recorded, Incident& incident);
    void apply_words_of(const kernel::Recorded& recorded, Incident& incident);
    void apply_matter(const kernel::Recorded& recorded);
    void apply_instruction(const kernel::Recorded& recorded);
    void apply_selection(const kernel::Recorded& recorded);
    void list_has(const std::string& list, const selection::Candidate& candidate);
    void is_over(const std::string& list);
    void forget_words(const std::string& record);
    void add_call(Incident& incident, const std::string& id, const std::string& call);
    void wait_for(const std::string& id, Incident& incident);
    void wait_for(const std::string& id);
    void wait_for_reports(const Matter& matter);
    void forget(Instant now);
    void forget_past(Instant oldest);

    std::optional<kernel::Followup> look_at(const std::string& stream, const Incident& incident) const;
    std::string way_out(const Incident& incident) const;
    Jurisdiction district_of(const Incident& incident) const;
    std::optional<selection::Day> day_for(const Incident& incident) const;
    selection::Candidate candidate(const std::string& id, const Incident& incident) const;
    kernel::Followup put_forward(const std::string& id, const Incident& incident,
                                 const selection::Day& day) const;
    kernel::Followup take_off(const std::string& id, const Listing& listing, std::string because) const;
    const selection::Rules& rules() const { return rulebook_.section<selection::Rules>(); }

    const kernel::Rulebook& rulebook_;
    const kernel::CommandSpec* put_forward_ = nullptr;
    const kernel::CommandSpec* take_off_ = nullptr;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Incident> incidents_;
    std::unordered_map<std::string, Call> calls_;
    std::map<std::string, Matter> matters_;
    std::unordered_map<std::string, std::string> matter_of_;   // by incident
    std::unordered_map<std::string, std::string> instructed_;  // incident by instruction
    std::map<std::string, List> lists_;
    std::deque<std::string> waiting_;  // incidents
    std::set<std::string> refused_;    // incidents whose last command was
    std::optional<Sent> sent_;
    Instant swept_at_{};
};

}  // namespace anlan::views
