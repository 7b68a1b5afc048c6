// The agreement and the push on paper: with lines to sign on, in two languages; for a stated purpose and
// after a look that is recorded; and the street's seat prints what was pushed to it, and nothing else.
#include "access_world_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::access_world {
namespace {

constexpr Relation here = Relation::inside;
const std::string agreement = "/v1/mediations/med_paper/agreement/paper";
const std::string pushed = "/v1/pushes/psh_paper/paper";

struct Printed {
    World world;

    Printed() {
        EXPECT_EQ(
            world.bring({"med_paper", "mediation.open",
                         R"({"dispute_class":"neighbour","subject":"漏水","where":)" + where_of(here) + "}"}),
            "");
    }
    void drafted() {
        const auto due = to_text(world.clock.now() + std::chrono::days{10});
        EXPECT_EQ(world.bring({"med_paper", "mediation.draft_agreement",
                               R"({"text":"各出一半","promises":[{"by":"b","what":"换水管","due_by":")" +
                                   due + R"("}]})"}),
                  "");
    }
    void delivered() {
        EXPECT_EQ(world.bring({"psh_paper", "push.deliver",
                               R"({"mediation_id":"med_paper","number":1,"dispute_class":"neighbour",)"
                               R"("text":"请共同走访","to":[")" +
                                   world.grant_of("street_seat").post_id.value() +
                                   R"("],"from_post_id":"","where":)" + where_of(here) + "}"}),
                  "");
    }
    Answer ask(const std::string& path, const std::string& role, const std::string& purpose = "follow_up") {
        return world.ask(World::request("GET", path, world.tokens.at(role), purpose));
    }
};

bool says(const Answer& answer, std::string_view text) { return answer.body.find(text) != std::string::npos; }

TEST(MediationPapers, TheAgreementHasItsPromisesAndLinesToSignOn) {
    Printed printed;
    EXPECT_EQ(printed.ask(agreement, "community_officer").code, "mediation.no_agreement");
    printed.drafted();
    const auto paper = printed.ask(agreement, "community_officer");
    EXPECT_EQ(paper.status, 200) << paper.body;
    for (const char* text : {"调解协议书", "各出一半", "1 | 乙方 | 换水管", "signed: 甲方 | 乙方 | 调解人"})
        EXPECT_TRUE(says(paper, text)) << text << " is not in " << paper.body;
    EXPECT_TRUE(says(printed.ask(agreement + "?language=en", "community_officer"), "Mediation agreement"));
}

TEST(MediationPapers, NothingIsPrintedWithoutAPurposeNorWhereTheLookCannotBeRecorded) {
    Printed printed;
    printed.drafted();
    EXPECT_EQ(printed.ask(agreement, "community_officer", "").code, "access.purpose_required");
    EXPECT_EQ(printed.ask(agreement + "?language=xx", "community_officer").code, "api.language_invalid");
    printed.world.disk_full = true;
    EXPECT_EQ(printed.ask(agreement, "community_officer").status, 503);
    EXPECT_EQ(printed.world.papers.printed, 0);
}

TEST(MediationPapers, TheStreetPrintsWhatWasPushedToItAndNothingElse) {
    Printed printed;
    printed.drafted();
    printed.delivered();
    const auto paper = printed.ask(pushed, "street_seat");
    EXPECT_EQ(paper.status, 200) << paper.body;
    EXPECT_TRUE(says(paper, "请共同走访"));
    EXPECT_FALSE(says(paper, "各出一半"));
    EXPECT_EQ(printed.ask(agreement, "street_seat").status, 403);
    EXPECT_EQ(printed.ask(pushed, "community_seat").code, "access.not_shared") << "it was not sent there";
}

}  // namespace
}  // namespace anlan::access_world
