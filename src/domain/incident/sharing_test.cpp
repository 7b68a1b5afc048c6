// Stories of an incident that others are given: by hand, with an assignment, until when, and what they cannot
// do.
#include "domain/incident/policies.hpp"
#include "domain/incident/row.hpp"
#include "domain/incident/test_support.hpp"
#include "domain/unit/events.hpp"

#include <gtest/gtest.h>

namespace anlan::incident {
namespace {

using kernel::Extent;
using test::assigned;
using test::fire;
using test::kNine;
using test::Story;
using namespace std::chrono_literals;

const PostId kGuards{"pst_partner.hanjie"};

ShareIncident share(Extent extent = Extent::summary, std::optional<Instant> ends_at = std::nullopt) {
    return {kGuards, extent, "their street", ends_at};
}

// "pst_partner.hanjie:summary" of each post that has it.
std::string with_whom(const Story& s) {
    std::string line;
    for (const kernel::Shared& shared : scope_of(s.state).shared_with)
        line += (line.empty() ? "" : " ") + shared.post_id.value() +
                (shared.extent == Extent::all ? ":all" : ":summary");
    return line;
}

Story opened() {
    Story s;
    s.when(fire());
    s.when(assigned("E1", s.now));
    return s;
}

TEST(Sharing, EndsByItselfOnceAndAtItsTime) {
    Story s = opened();
    EXPECT_EQ(s.when(share(Extent::summary, kNine + 1h)), "shared");
    EXPECT_EQ(with_whom(s), "pst_partner.hanjie:summary");
    EXPECT_NE(s.owed().find("sharing_end:pst_partner.hanjie@3600"), std::string::npos) << s.owed();
    s.now = kNine + 1h - 1ms;
    EXPECT_EQ(s.passes("sharing_end", kGuards.value()), "");
    s.now += 1ms;
    EXPECT_EQ(s.passes("sharing_end", kGuards.value()), "sharing_ended");
    EXPECT_EQ(std::get<SharingEnded>(s.facts.back()).because, SharingEnd::expired);
    EXPECT_EQ(s.passes("sharing_end", kGuards.value()), "");
    EXPECT_EQ(with_whom(s), "");
    EXPECT_EQ(s.owed().find("sharing_end"), std::string::npos);
}

TEST(Sharing, TakesTheRulebooksTimeWhereNoneIsSaid) {
    Story s = opened();
    EXPECT_EQ(s.when(share()), "shared");
    EXPECT_EQ(s.state.shares[0].ends_at, kNine + 8h);
    EXPECT_EQ(s.state.shares[0].shared_by, PostId{"pst_dispatcher.11"});
    EXPECT_EQ(s.when(share()), "") << "said twice";
    EXPECT_EQ(s.when(share(Extent::all)), "shared") << "more of it";
    EXPECT_EQ(with_whom(s), "pst_partner.hanjie:all");
    EXPECT_EQ(s.when(share(Extent::all, kNine + 9h)), "shared") << "for longer";
    const auto row = row_of("inc_1", s.state);
    ASSERT_EQ(row->shared_with.size(), 1u);
    EXPECT_EQ(row->shared_with[0].ends_at, kNine + 9h);
    s.now = kNine + 8h;  // the clock of the shorter share
    EXPECT_EQ(s.passes("sharing_end", kGuards.value()), "");
}

TEST(Sharing, IsRefusedAsTheTableSays) {
    struct Row {
        const char* says;
        ShareIncident command;
        const char* answer;
    };
    const Row table[] = {
        {"no post", {PostId{""}, Extent::all, "x", {}}, "! incident.post_invalid"},
        {"not a post", {PostId{"unt_7"}, Extent::all, "x", {}}, "! incident.post_invalid"},
        {"no reason", {kGuards, Extent::all, "", {}}, "! incident.reason_required"},
        {"over already", {kGuards, Extent::all, "x", kNine}, "! incident.sharing_end_passed"},
        {"for ever", {kGuards, Extent::all, "x", kNine + 24h + 1ms}, "! incident.sharing_too_long"},
        {"as long as it may", {kGuards, Extent::all, "x", kNine + 24h}, "shared"},
    };
    for (const Row& row : table) {
        Story s = opened();
        EXPECT_EQ(s.when(row.command), row.answer) << row.says;
    }
    Story none;
    EXPECT_EQ(none.when(share()), "! incident.unknown");
    EXPECT_EQ(none.when(EndSharing{kGuards, {}}), "! incident.unknown");
    Story full = opened();
    for (std::size_t i = 0; i < shares_max; ++i)
        full.when(ShareIncident{PostId{"pst_partner." + std::to_string(i)}, Extent::summary, "x", {}});
    EXPECT_EQ(full.when(share()), "! incident.too_many_shares");
}

TEST(Sharing, IsWithdrawnByHand) {
    Story s = opened();
    s.when(share());
    EXPECT_EQ(s.when(EndSharing{PostId{"pst_other"}, {}}), "");
    EXPECT_EQ(s.when(EndSharing{kGuards, "done"}), "sharing_ended");
    EXPECT_EQ(std::get<SharingEnded>(s.facts.back()).because, SharingEnd::withdrawn);
    EXPECT_EQ(s.when(EndSharing{kGuards, "done"}), "");
    EXPECT_EQ(with_whom(s), "");
}

TEST(Sharing, EndsAfterTheIncidentDoes) {
    Story s = opened();
    s.when(share());
    s.when(ShareIncident{PostId{"pst_office.1"}, Extent::all, "soon", kNine + 1h});
    s.now += 10min;
    s.when(NoteClearance{"E1", s.now, "handled"});
    EXPECT_EQ(s.when(CloseIncident{"fire_out", {}, {}, {}}), "closed sharing_limited");
    EXPECT_EQ(s.state.shares[0].ends_at, kNine + 10min + 2h);
    EXPECT_EQ(s.state.shares[1].ends_at, kNine + 1h) << "what ends before stays so";
    EXPECT_EQ(s.owed(), "sharing_end:pst_partner.hanjie@7800 sharing_end:pst_office.1@3600");
    EXPECT_FALSE(row_of("inc_1", s.state)->next) << "the end of a share breaks nothing";
    EXPECT_EQ(s.when(share()), "! incident.not_open");
    s.now = kNine + 10min + 2h;
    EXPECT_EQ(s.passes("sharing_end", "pst_office.1"), "sharing_ended");
    EXPECT_EQ(s.passes("sharing_end", kGuards.value()), "sharing_ended");
    Story cancelled;
    cancelled.when(fire());
    cancelled.when(share());
    EXPECT_EQ(cancelled.when(CancelIncident{"nothing"}), "cancelled sharing_limited");
    EXPECT_EQ(cancelled.owed(), "sharing_end:pst_partner.hanjie@7200");
    EXPECT_EQ(cancelled.when(ReopenIncident{"after all"}), "reopened");
    EXPECT_NE(cancelled.owed().find("sharing_end:pst_partner.hanjie@7200"), std::string::npos);
    cancelled.when(Reclassify{"dispute.neighbour", {}, {}, "no fire"});
    EXPECT_NE(cancelled.owed().find("sharing_end:pst_partner.hanjie@7200"), std::string::npos)
        << "what it is owed anew does not touch the share";
}

TEST(Sharing, FollowsTheAssignmentOfAPartnersUnit) {
    Story s = opened();
    s.when(assigned("G1", s.now));
    EXPECT_EQ(s.when(ShareForAssignment{"G1", kGuards}), "shared");
    EXPECT_EQ(s.when(ShareForAssignment{"G1", kGuards}), "");
    EXPECT_EQ(with_whom(s), "pst_partner.hanjie:summary");
    EXPECT_EQ(s.owed().find("sharing_end"), std::string::npos) << "as long as the assignment lasts";
    EXPECT_EQ(s.when(EndSharing{kGuards, {}}), "! incident.sharing_follows_assignment");
    s.when(share(Extent::all));
    EXPECT_EQ(s.when(EndSharing{kGuards, {}}), "sharing_ended") << "what was given beyond the assignment";
    EXPECT_EQ(with_whom(s), "pst_partner.hanjie:summary");
    s.now += 20min;
    EXPECT_EQ(s.when(NoteClearance{"G1", s.now, "handled"}), "clearance_noted sharing_limited");
    EXPECT_EQ(s.when(NoteClearance{"G1", s.now, "handled"}), "");
    EXPECT_EQ(s.state.shares[0].ends_at, kNine + 50min);
    s.now += 30min;
    EXPECT_EQ(s.passes("sharing_end", "G1"), "sharing_ended");
    EXPECT_EQ(with_whom(s), "");
    EXPECT_EQ(s.when(ShareForAssignment{"G1", kGuards}), "") << "the assignment is over";
}

TEST(Sharing, APartnerWhoseUnitStaysSeesTheReopenedIncidentAgain) {
    Story s = opened();
    s.when(assigned("G1", s.now));
    s.when(ShareForAssignment{"G1", kGuards});
    EXPECT_EQ(s.when(CloseIncident{"fire_out", {}, "the rest is theirs", {}}), "closed sharing_limited");
    s.now += 2h;
    EXPECT_EQ(s.passes("sharing_end", "G1"), "sharing_ended");
    EXPECT_EQ(s.when(ReopenIncident{"again"}), "reopened shared");
    EXPECT_EQ(with_whom(s), "pst_partner.hanjie:summary");
    EXPECT_EQ(s.state.shares[0].ends_at, std::nullopt);
}

TEST(Sharing, IsMadeByTheAssignmentOfAPartnersUnitOnly) {
    const Story story;
    unit::UnitAssigned sent;
    sent.incident_id = IncidentId{"inc_7"};
    sent.assignment_id = "G1";
    const auto react = [&] {
        kernel::Envelope envelope;
        kernel::EventSpec spec;
        spec.type = &kernel::type_tag<unit::UnitAssigned>;
        const kernel::AnyEvent event{&spec, std::make_shared<const unit::UnitAssigned>(sent), ""};
        const kernel::Recorded recorded{envelope, event};
        const std::function<kernel::StatePtr(std::string_view)> none = [](std::string_view) {
            return kernel::StatePtr{};
        };
        return share_with_a_partner_when_its_unit_is_sent(kernel::PolicyInput{recorded, story.book, none});
    };
    EXPECT_TRUE(react().empty());
    sent.partner_post = kGuards;
    const Sends sends = react();
    ASSERT_EQ(sends.size(), 1u);
    EXPECT_EQ(sends[0].stream, "inc_7");
    EXPECT_EQ(std::get<ShareForAssignment>(sends[0].command).post_id, kGuards);
}

// The callers' numbers are in their calls: only with all of the incident are those shared, and no longer.
TEST(Sharing, AllOfItSharesTheCallersToo) {
    Story s;
    OpenIncident command = fire();
    command.call_id = CallId{"cal_1"};
    s.when(command);
    const auto shown = [&]() -> std::string {
        const auto* shared = std::get_if<IncidentShared>(&s.facts.back());
        const auto& callers = shared ? shared->callers : std::get<SharingEnded>(s.facts.back()).callers;
        if (!callers) return "as before";
        std::string line;
        for (const CallId& call : callers->calls) line += call.value() + " ";
        for (const PostId& post : callers->posts) line += "> " + post.value();
        return line;
    };
    s.when(share(Extent::summary));
    EXPECT_EQ(shown(), "as before");
    s.when(AddCall{CallId{"cal_2"}, Channel::phone, kNine});
    EXPECT_EQ(std::get<CallAdded>(s.facts.back()).shown_to, std::nullopt);
    s.when(share(Extent::all));
    EXPECT_EQ(shown(), "cal_1 cal_2 > pst_partner.hanjie");
    s.when(AddCall{CallId{"cal_3"}, Channel::phone, kNine});
    EXPECT_EQ(std::get<CallAdded>(s.facts.back()).shown_to, std::vector<PostId>{kGuards});
    s.when(share(Extent::all, kNine + 2h));
    EXPECT_EQ(shown(), "as before") << "only for longer";
    s.when(share(Extent::summary));
    EXPECT_EQ(shown(), "cal_1 cal_2 cal_3 ");
    s.when(share(Extent::all, kNine + 1h));
    s.now = kNine + 1h;
    s.passes("sharing_end", kGuards.value());
    EXPECT_EQ(shown(), "cal_1 cal_2 cal_3 ");
}

TEST(Changes, NameTheUnitsThatHaveToHearOfThem) {
    Story s = opened();
    s.when(assigned("E2", s.now));
    s.when(NoteClearance{"E2", s.now, "handled"});
    s.when(ChangePriority{Priority::p3, "less"});
    const std::vector<AssignedUnit> only_first{{"E1", UnitId{"unt_E1"}}};
    EXPECT_EQ(std::get<PriorityChanged>(s.facts.back()).tells, only_first);
    s.when(Reclassify{"dispute.neighbour", {}, {}, "no fire"});
    EXPECT_EQ(std::get<IncidentReclassified>(s.facts.back()).tells, only_first);
    Location elsewhere = s.state.location;
    elsewhere.place_label = "后门";
    s.when(CorrectLocation{elsewhere, "the back door"});
    EXPECT_EQ(std::get<LocationCorrected>(s.facts.back()).tells, only_first);
    Story nobody;
    nobody.when(fire());
    nobody.when(ChangePriority{Priority::p3, "less"});
    EXPECT_EQ(std::get<PriorityChanged>(nobody.facts.back()).tells, std::nullopt);
}

TEST(Changes, AUnitSentOnWhatWasSoAMomentAgoIsToldWhatIsSoNow) {
    Story s = opened();
    NoteAssignment late = assigned("E3", s.now);
    late.priority = Priority::p3;
    late.incident_class = "dispute.neighbour";
    s.when(late);
    EXPECT_EQ(std::get<AssignmentNoted>(s.facts.back()).priority, Priority::p1);
    EXPECT_EQ(std::get<AssignmentNoted>(s.facts.back()).class_code, "fire.building");
    NoteAssignment right = assigned("E4", s.now);
    right.priority = Priority::p1;
    right.incident_class = "fire.building";
    s.when(right);
    EXPECT_EQ(std::get<AssignmentNoted>(s.facts.back()).priority, std::nullopt);
    EXPECT_EQ(std::get<AssignmentNoted>(s.facts.back()).class_code, std::nullopt);
}

}  // namespace
}  // namespace anlan::incident
