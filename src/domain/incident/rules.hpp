// The rulebook's sections of this module: incident.toml (what is owed, by when) and dispositions.toml (how an
// incident may end). Figures live in the files. In every list of rows the first row that fits counts; an
// empty list in a row fits everything; a row without a deadline says that nothing is owed.
#pragma once
#include "base/work_calendar.hpp"
#include "kernel/deadline_rule.hpp"
#include "kernel/scope.hpp"
#include "terms/attachment_rules.hpp"
#include "terms/incident_catalogue.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace anlan::incident {

// How near help is expected to be.
BOOST_DEFINE_ENUM_CLASS(Setting, urban, suburban, rural)

struct AreaSetting {
    AreaId area;
    Setting setting{};
};
BOOST_DESCRIBE_STRUCT(AreaSetting, (), (area, setting))

struct DeadlineRow {
    std::vector<Priority> priorities;
    std::vector<std::string> classes;  // codes or groups
    std::vector<Setting> settings;
    std::optional<kernel::DeadlineRule> deadline;
};
BOOST_DESCRIBE_STRUCT(DeadlineRow, (), (priorities, classes, settings, deadline))

// A quick-response ring: every row that fits is owed, one for each ring.
struct RingRow : DeadlineRow {
    std::string ring;  // "1", "3", "5"
};
BOOST_DESCRIBE_STRUCT(RingRow, (DeadlineRow), (ring))

struct CallBackRow : DeadlineRow {
    bool working_time = false;  // counted in office hours
};
BOOST_DESCRIBE_STRUCT(CallBackRow, (DeadlineRow), (working_time))

// How long a post outside keeps an incident that was shared with it.
struct SharingRules {
    Seconds usual{0};                    // where nothing else is said
    Seconds longest{0};                  // at a time
    Seconds after_assignment{0};         // a partner, after its unit's assignment has ended
    Seconds after_closing{0};            // anybody, after the incident was closed or cancelled
    kernel::Extent assignment_extent{};  // what a partner is given with an assignment
    std::string owner_role;              // answers for a share that no person gave
};
BOOST_DESCRIBE_STRUCT(SharingRules, (),
                      (usual, longest, after_assignment, after_closing, assignment_extent, owner_role))

struct Rules {
    std::string on_view_class;
    Setting default_setting{};
    std::vector<AreaSetting> settings;
    std::vector<DeadlineRow> dispatch;   // opened -> first unit sent
    std::vector<DeadlineRow> arrive;     // opened -> first unit at the scene
    std::vector<RingRow> rings;          // first unit sent -> first unit at the scene
    std::vector<DeadlineRow> close;      // opened -> closed
    std::vector<CallBackRow> call_back;  // closed -> the caller called back
    SharingRules sharing;
};
BOOST_DESCRIBE_STRUCT(Rules, (),
                      (on_view_class, default_setting, settings, dispatch, arrive, rings, close, call_back,
                       sharing))

struct Disposition {
    std::string code;
    std::string zh;
    std::string en;
    std::vector<std::string> classes;  // codes or groups that may end so; none: every class
    bool founded = true;               // something had happened
    bool note = false;                 // words must be given with it
};
BOOST_DESCRIBE_STRUCT(Disposition, (), (code, zh, en, classes, founded, note))

struct Dispositions {
    std::vector<Disposition> dispositions;
};
BOOST_DESCRIBE_STRUCT(Dispositions, (), (dispositions))

const Disposition* find_disposition(const Dispositions& dispositions, std::string_view code);

Setting setting_of(const Rules& rules, const Jurisdiction& where);
bool fits(const DeadlineRow& row, std::string_view class_code, Priority priority, Setting setting);

// Each section by itself.
std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> validate(const Dispositions& dispositions);
std::optional<kernel::RuleFault> validate(const IncidentCatalogue& catalogue);
std::optional<kernel::RuleFault> validate(const WorkRules& rules);
std::optional<kernel::RuleFault> validate(const AttachmentRules& rules);

// Against the other sections: roles, classes and groups that are named must exist, and every class must have
// a way to end.
std::optional<kernel::RuleFault> check(const Rules& rules, const IncidentCatalogue& catalogue,
                                       const kernel::RoleLevels& levels);
std::optional<kernel::RuleFault> check(const Dispositions& dispositions, const IncidentCatalogue& catalogue);

}  // namespace anlan::incident
