// Stories of a call whose incident is shared whole: who else reads who called.
#include "domain/call/policies.hpp"
#include "domain/call/row.hpp"
#include "domain/call/test_support.hpp"
#include "domain/incident/events.hpp"

#include <gtest/gtest.h>

namespace anlan::call {
namespace {

using test::Story;

const IncidentId kIncident{"inc_7"};
const PostId kGuards{"pst_partner.11"};

Story joined() {
    Story s;
    ReceiveCall received;
    received.channel = Channel::phone;
    s.when(received);
    JoinIncident join;
    join.incident_id = kIncident;
    s.when(join);
    return s;
}

bool sees(const Story& s) {
    for (const kernel::Shared& shared : scope_of(s.state).shared_with)
        if (shared.post_id == kGuards) return shared.standing == kernel::Standing::recipient;
    return false;
}

TEST(SharedCall, IsReadByThePostsThatHaveTheWholeIncident) {
    Story s = joined();
    EXPECT_FALSE(sees(s));
    EXPECT_EQ(s.when(NoteSharing{kIncident, {kGuards}}), "sharing_noted");
    EXPECT_EQ(s.when(NoteSharing{kIncident, {kGuards}}), "");
    EXPECT_TRUE(sees(s));
    EXPECT_EQ(s.when(NoteSharing{kIncident, {}}), "sharing_noted");
    EXPECT_FALSE(sees(s));
}

TEST(SharedCall, IsNotReadAnyMoreOnceItHasLeftTheIncident) {
    Story s = joined();
    s.when(NoteSharing{kIncident, {kGuards}});
    UndoJoin undo;
    undo.reason = "another matter";
    s.when(undo);
    EXPECT_FALSE(sees(s));
    EXPECT_EQ(s.when(NoteSharing{kIncident, {kGuards}}), "") << "a late word of an incident that it left";
    EXPECT_EQ(Story{}.when(NoteSharing{kIncident, {kGuards}}), "! call.unknown");
}

template <class E>
Sends react(const E& fact) {
    const Story story;
    kernel::Envelope envelope;
    envelope.stream = kIncident.value();
    kernel::EventSpec spec;
    spec.type = &kernel::type_tag<E>;
    const kernel::AnyEvent event{&spec, std::make_shared<const E>(fact), ""};
    const kernel::Recorded recorded{envelope, event};
    const std::function<kernel::StatePtr(std::string_view)> none = [](std::string_view) {
        return kernel::StatePtr{};
    };
    return note_sharing_of_the_incident(kernel::PolicyInput{recorded, story.book, none});
}

TEST(SharedCall, LearnsFromItsIncidentWhoReadsIt) {
    incident::IncidentShared shared;
    EXPECT_TRUE(react(shared).empty()) << "only a part of it is shared";
    shared.callers = incident::CallersShown{{CallId{"cal_1"}, CallId{"cal_2"}}, {kGuards}};
    const Sends sends = react(shared);
    ASSERT_EQ(sends.size(), 2u);
    EXPECT_EQ(sends[1].stream, "cal_2");
    EXPECT_EQ(std::get<NoteSharing>(sends[1].command).shown_to, std::vector<PostId>{kGuards});
    incident::SharingEnded ended;
    ended.callers = incident::CallersShown{{CallId{"cal_1"}}, {}};
    EXPECT_TRUE(std::get<NoteSharing>(react(ended).at(0).command).shown_to.empty());
    incident::CallAdded added;
    added.call_id = CallId{"cal_3"};
    EXPECT_TRUE(react(added).empty());
    added.shown_to = std::vector<PostId>{kGuards};
    EXPECT_EQ(react(added).at(0).stream, "cal_3");
}

}  // namespace
}  // namespace anlan::call
