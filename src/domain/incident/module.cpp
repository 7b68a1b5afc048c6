// The incident module's table: names, routes, rulebook sections, policies, rows.
#include "domain/incident/policies.hpp"
#include "domain/incident/row.hpp"
#include "domain/incident/rules.hpp"
#include "kernel/module_of.hpp"

namespace anlan::incident {
namespace {

using kernel::Method;
using Table = kernel::ModuleOf<Incident>;

void content_commands(Table& m) {
    m.command<OpenIncident>({Method::post, "/v1/incidents", true, {"建立警情", "Open an incident"}});
    m.command<Reclassify>(
        {Method::post, "/v1/incidents/{incident_id}/classification", false, {"更正警情类别", "Reclassify"}});
    m.command<ChangePriority>(
        {Method::post, "/v1/incidents/{incident_id}/priority", false, {"调整优先级", "Change the priority"}});
    m.command<RaiseLevel>({Method::post,
                           "/v1/incidents/{incident_id}/level",
                           false,
                           {"提升响应级别", "Raise the level of response"}});
    m.command<CorrectLocation>(
        {Method::post, "/v1/incidents/{incident_id}/location", false, {"更正地点", "Correct the place"}});
    m.command<AddNote>({Method::post, "/v1/incidents/{incident_id}/notes", false, {"记录", "Add a note"}});
    m.command<LinkIncident>(
        {Method::post, "/v1/incidents/{incident_id}/links", false, {"关联警情", "Link another incident"}});
}

void sharing_commands(Table& m) {
    // With a post outside: of that post nothing is read by naming it, and it is given, not asked.
    m.command<ShareIncident>({.method = Method::post,
                              .path = "/v1/incidents/{incident_id}/shares",
                              .title = {"共享警情给其他岗位", "Share with another post"},
                              .naming = kernel::Naming::everybody});
    m.command<EndSharing>({Method::del,
                           "/v1/incidents/{incident_id}/shares/{post_id}",
                           false,
                           {"结束共享", "End sharing with a post"}});
}

void merging_commands(Table& m) {
    m.command<MergeIncident>(
        {Method::post, "/v1/incidents/{incident_id}/merging", false, {"并入另一警情", "Merge into another"}});
    m.command<UndoMerge>(
        {Method::post, "/v1/incidents/{incident_id}/merging/undo", false, {"撤销合并", "Undo the merge"}});
    m.command<SplitIncident>(
        {Method::post, "/v1/incidents/{incident_id}/split", false, {"拆分警情", "Split off a second event"}});
}

void closing_commands(Table& m) {
    m.command<CloseIncident>({Method::post, "/v1/incidents/{incident_id}/closure", false, {"结警", "Close"}});
    m.command<CancelIncident>(
        {Method::post, "/v1/incidents/{incident_id}/cancellation", false, {"撤销", "Cancel"}});
    m.command<ReopenIncident>(
        {Method::post, "/v1/incidents/{incident_id}/reopening", false, {"重启警情", "Reopen"}});
    m.command<SetFollowUp>(
        {Method::post, "/v1/incidents/{incident_id}/follow_up", false, {"约定回访", "Set a follow-up"}});
    m.command<NoteCallBack>(
        {Method::post, "/v1/incidents/{incident_id}/call_back", false, {"记录回访", "Note a call back"}});
}

// This module brings the sections that it shares with others, too: one file, one reader.
void sections(Table& m) {
    using kernel::Rulebook;
    m.rules<Rules>(
        "incident.toml", [](const Rules& rules) { return validate(rules); },
        [](const Rulebook& book) {
            return check(book.section<Rules>(), book.section<IncidentCatalogue>(),
                         book.section<kernel::RoleLevels>());
        });
    m.rules<Dispositions>(
        "dispositions.toml", [](const Dispositions& rules) { return validate(rules); },
        [](const Rulebook& book) {
            return check(book.section<Dispositions>(), book.section<IncidentCatalogue>());
        });
    m.rules<IncidentCatalogue>("classes.toml",
                               [](const IncidentCatalogue& rules) { return validate(rules); });
    m.rules<kernel::RoleLevels>("posts.toml",
                                [](const kernel::RoleLevels& levels) { return kernel::validate(levels); });
    m.rules<AttachmentRules>("attachments.toml",
                             [](const AttachmentRules& rules) { return validate(rules); });
    m.rules<WorkRules>("holidays.toml", [](const WorkRules& rules) { return validate(rules); });
}

// An incident that only has what came before its opening is none yet: nobody is sent there.
std::optional<Brief> brief_of(const Incident::State& state) {
    if (state.stage == Stage::none) return std::nullopt;
    const Phases& phases = state.phases;
    Brief brief{.class_code = state.class_code,
                .priority = state.priority,
                .open = state.stage == Stage::open,
                .where = state.location.where,
                .episode = state.episode,
                .opened_at = phases.opened_at.value_or(Instant{}),
                .dispatched_at = phases.dispatched_at,
                .en_route_at = phases.en_route_at,
                .arrived_at = phases.arrived_at,
                .closed_at = phases.closed_at,
                .disposition = state.disposition};
    if (const auto* owed = kernel::find(state.open, "arrive")) brief.arrive_by = owed->due_by;
    if (const auto* owed = kernel::find(state.open, "call_back")) brief.call_back_by = owed->due_by;
    for (const Episode& past : state.earlier)
        brief.earlier.push_back(
            {past.phases.opened_at.value_or(Instant{}), past.phases.closed_at, past.disposition});
    if (state.merged) brief.merged_into = state.merged->into;
    return brief;
}

}  // namespace

kernel::Module module() {
    Table m = kernel::describe<Incident>({.name = "incident",
                                          .prefix = "inc",
                                          .resource = "incidents",
                                          .title = {"警情", "Incidents"},
                                          .personal = true});
    content_commands(m);
    closing_commands(m);
    sharing_commands(m);
    merging_commands(m);
    sections(m);
    m.react("open_incident_when_call_is_opened", open_incident_when_call_is_opened);
    m.react("add_call_when_it_joins", add_call_when_it_joins);
    m.react("remove_call_when_its_join_is_undone", remove_call_when_its_join_is_undone);
    m.react("note_duress_when_it_is_flagged", note_duress_when_it_is_flagged);
    m.react("note_what_units_do", note_what_units_do);
    m.react("note_what_callers_send", note_what_callers_send);
    m.react("follow_what_is_merged_or_split", follow_what_is_merged_or_split);
    m.react("note_units_that_move", note_units_that_move);
    m.retention([](const Incident::State& state) -> std::optional<kernel::Closed> {
        if (state.stage == Stage::open || !state.phases.closed_at) return std::nullopt;
        return kernel::Closed{*state.phases.closed_at, state.class_code};
    });
    m.react("share_with_a_partner_when_its_unit_is_sent", share_with_a_partner_when_its_unit_is_sent);
    m.scope(scope_of);
    m.brief<Brief>(brief_of);
    m.row<IncidentRow>(row_of, facets_of,
                       [](const Incident::State& state) { return state.stage == Stage::open; });
    return std::move(m).finish();
}

}  // namespace anlan::incident
