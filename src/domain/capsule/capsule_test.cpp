// A shift hands over: what is open is written down, somebody else signs the version they read, and whoever
// does not is called up the ladder.
#include "domain/capsule/capsule.hpp"

#include "domain/capsule/row.hpp"
#include "domain/capsule/rules.hpp"
#include "domain/post/events.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::capsule {
namespace {

using namespace std::chrono_literals;

const Instant eight{std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + 8h};
const Instant twenty = eight + 12h;
const PostId post{"pst_dispatcher.420106"};
const AccountId li{"acc_li.na"};
const AccountId wang{"acc_wang"};
const Jurisdiction wuchang{AreaId{"are_420100"}, AreaId{"are_420106"}, {}, {}};

kernel::Rulebook rulebook() {
    kernel::Rulebook book;
    book.put(kernel::RoleLevels{
        AreaId{"are_420100"},
        {{"watch_officer", kernel::Level::city, std::nullopt, "指挥长", "watch officer"},
         {"dispatcher", kernel::Level::district, "watch_officer", "派警员", "dispatcher"}}});
    book.put(Rules{{{{"dispatcher"}, {900s, 300s, "dispatcher", {{"watch_officer", 60s}}}}}});
    return book;
}

struct Story {
    Capsule::State state{};
    Instant now = twenty - 10min;
    kernel::Rulebook rules = rulebook();
    AccountId who = li;
    std::string stream = capsule_id(post, li, eight);
    Capsule::Events last{};
    // Li is on duty since eight.
    kernel::Briefs briefs = [](std::string_view of, const void* tag) -> std::shared_ptr<const void> {
        if (of != post.value() || tag != &kernel::brief_tag<post::Brief>) return nullptr;
        return std::make_shared<const post::Brief>(post::Brief{"dispatcher", wuchang, {{li, eight}}});
    };

    std::string when(const Capsule::Command& command) {
        const kernel::Actor actor{kernel::ActorKind::person, who.value(), post};
        auto decision = Capsule::decide(state, command, {now, rules, actor, stream, &briefs});
        last.clear();
        if (!decision.ok()) return "! " + decision.error().code;
        last = std::move(decision).value();
        std::string words;
        for (const Event& event : last) {
            state = Capsule::evolve(std::move(state), event);
            std::visit(
                [&]<class E>(const E&) {
                    words += kernel::golden_wire<E>("capsule");
                    words += ' ';
                },
                event);
        }
        return words;
    }
    std::string when_by(const AccountId& other, const Capsule::Command& command) {
        const auto before = std::exchange(who, other);
        auto words = when(command);
        who = before;
        return words;
    }
    std::optional<Instant> sign_by() const {
        const auto* owed = kernel::find(state.open, "sign_capsule");
        return owed == nullptr ? std::nullopt : std::optional{owed->due_by};
    }
};

WriteCapsule page(const char* remarks, std::vector<Matter> matters = {}) {
    return {post, 4711, std::move(matters), PersonalText{remarks}, std::nullopt, eight};
}
const Matter fire{"inc_fire", Why::owed, "arrive", twenty};
const NoteShiftOver over{post, "dispatcher", wuchang, li, eight, wang, twenty};

TEST(Capsule, TheNextShiftSignsTheVersionItRead) {
    Story s;
    EXPECT_EQ(s.when(page("火场还在冒烟", {fire})), "capsule.written.v1 ");
    EXPECT_EQ(s.when(page("火场还在冒烟", {fire})), "") << "said twice, written once";
    EXPECT_EQ(s.when(page("火场已熄灭", {fire})), "capsule.written.v1 ");
    s.now = twenty;
    EXPECT_EQ(s.when_by(wang, SignCapsule{1, {}}), "! capsule.version_changed");
    EXPECT_EQ(s.when_by(wang, SignCapsule{2, PersonalText{"已阅"}}), "capsule.signed.v1 ");
    EXPECT_EQ(s.when_by(wang, SignCapsule{2, {}}), "");
    EXPECT_EQ(s.when(page("还有一事")), "! capsule.already_signed");
    ASSERT_TRUE(s.state.signature);
    EXPECT_EQ(s.state.signature->capsule_version, 2);
    EXPECT_EQ(s.state.signature->signed_by, wang);
    EXPECT_EQ(s.state.signature->signed_at, twenty);
    EXPECT_EQ(s.state.position, 4711U);
}

TEST(Capsule, WhoLeavesDoesNotSign) {
    Story s;
    s.when(page("", {fire}));
    EXPECT_EQ(s.when(SignCapsule{1, {}}), "! capsule.own_signature");
    WriteCapsule of_li = page("由值班长补写", {fire});
    of_li.account_id = li;
    EXPECT_EQ(s.when_by(AccountId{"acc_chief"}, of_li), "capsule.written.v1 ");
    EXPECT_EQ(s.when_by(AccountId{"acc_chief"}, SignCapsule{2, {}}), "! capsule.own_signature");
}

TEST(Capsule, OneThatNobodySignsGoesUpTheLadder) {
    Story s;
    s.when(page("", {fire}));
    EXPECT_EQ(s.sign_by(), std::nullopt) << "nothing is owed before the change";
    s.now = twenty;
    EXPECT_EQ(s.when(over), "capsule.shift_over.v1 ");
    EXPECT_EQ(s.when(over), "");
    EXPECT_EQ(s.sign_by(), twenty + 15min);
    EXPECT_EQ(kernel::find(s.state.open, "sign_capsule")->owner, post);
    s.now = twenty + 15min - 1ms;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"sign_capsule", "", s.now}), "capsule.deadline_warned.v1 ");
    s.now = twenty + 16min;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"sign_capsule", "", s.now}),
              "capsule.deadline_missed.v1 capsule.deadline_escalated.v1 ");
    EXPECT_EQ(s.when_by(wang, SignCapsule{1, {}}), "capsule.signed.v1 ") << "late is not too late";
    EXPECT_EQ(s.sign_by(), std::nullopt);
}

TEST(Capsule, AShiftThatWroteNothingIsSignedAsThat) {
    Story s;
    s.now = twenty;
    EXPECT_EQ(s.when(over), "capsule.shift_over.v1 ");
    EXPECT_EQ(s.when_by(wang, SignCapsule{0, PersonalText{"无交接材料"}}), "capsule.signed.v1 ");
    Story late;
    late.now = twenty;
    late.when(over);
    EXPECT_EQ(late.when(page("补写", {fire})), "capsule.written.v1 ") << "written after the change";
    EXPECT_EQ(late.when_by(wang, SignCapsule{0, {}}), "! capsule.version_changed");
}

TEST(Capsule, SignedBeforeTheChangeOwesNothingAfterIt) {
    Story s;
    s.when(page("", {fire}));
    s.when_by(wang, SignCapsule{1, {}});
    s.now = twenty;
    EXPECT_EQ(s.when(over), "capsule.shift_over.v1 ");
    EXPECT_EQ(s.sign_by(), std::nullopt);
}

TEST(Capsule, APostOfARoleThatIsNotNamedHandsOverWithoutASignature) {
    Story s;
    NoteShiftOver patrol = over;
    patrol.role = "watch_officer";
    EXPECT_EQ(s.when(patrol), "");
    EXPECT_EQ(s.when(SignCapsule{0, {}}), "! capsule.unknown");
}

TEST(Capsule, RefusesWhatIsNoHandOver) {
    Story s;
    WriteCapsule wrong = page("");
    wrong.began_at = eight + 1s;
    EXPECT_EQ(s.when(wrong), "! capsule.id_invalid");
    wrong = page("");
    wrong.account_id = wang;
    EXPECT_EQ(s.when(wrong), "! capsule.id_invalid");
    s.stream = capsule_id(post, wang, eight);
    EXPECT_EQ(s.when(wrong), "! capsule.not_on_duty");
    wrong.post_id = PostId{"pst_nobody"};
    s.stream = capsule_id(wrong.post_id, wang, eight);
    EXPECT_EQ(s.when(wrong), "! capsule.post_unknown");
    Story t;
    EXPECT_EQ(t.when(page(std::string(8001, 'x').c_str())), "! capsule.text_too_long");
    EXPECT_EQ(t.when(page("", {{"", Why::open, "", {}}})), "! capsule.matter_invalid");
    EXPECT_EQ(t.when(page("", std::vector<Matter>(matters_max + 1, fire))), "! capsule.too_many_matters");
    EXPECT_EQ(t.when_by(wang, SignCapsule{0, {}}), "! capsule.unknown");
}

TEST(Capsule, ItsIdFollowsFromTheShift) {
    EXPECT_EQ(capsule_id(post, li, eight),
              "cap_dispatcher.420106.li.na." + std::to_string(eight.time_since_epoch().count()));
    EXPECT_EQ(capsule_id(post, AccountId{"acc_" + std::string(64, 'a')}, eight), "");
    EXPECT_EQ(capsule_id(PostId{"x"}, li, eight), "");
}

TEST(Capsule, ItsRowHoldsNoRemarks) {
    Story s;
    EXPECT_FALSE(row_of(s.stream, s.state));
    s.when(page("火场还在冒烟", {fire}));
    const auto row = row_of(s.stream, s.state);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->matters, 1);
    EXPECT_EQ(codec::to_json(*row).find("冒烟"), std::string::npos);
    EXPECT_EQ(facets_of(s.state).at("signed"), "no");
}

TEST(CapsuleRules, NameRolesThatThereAre) {
    const auto& levels = rulebook().section<kernel::RoleLevels>();
    EXPECT_FALSE(validate(rulebook().section<Rules>()));
    EXPECT_FALSE(check_roles(rulebook().section<Rules>(), levels));
    EXPECT_EQ(validate(Rules{{{{}, {900s, 300s, "dispatcher", {}}}}})->path, ".sign[0].roles");
    EXPECT_EQ(check_roles(Rules{{{{"king"}, {900s, 300s, "dispatcher", {}}}}}, levels)->path,
              ".sign[0].roles");
    EXPECT_TRUE(validate(Rules{{{{"dispatcher"}, {0s, 300s, "dispatcher", {}}}}}));
}

TEST(CapsuleGolden, EveryEventEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("capsule"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::capsule
