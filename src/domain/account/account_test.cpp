// An account is opened, gets posts for a while, is locked, and never tells a list whose it is.
#include "domain/account/account.hpp"

#include "domain/account/row.hpp"
#include "domain/area/events.hpp"
#include "domain/post/events.hpp"
#include "kernel/deadline_rule.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::account {
namespace {

using namespace std::chrono_literals;

const Instant kNine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 9h};
const PostId kDispatcher{"pst_dispatcher.420106"};
const PostId kWatch{"pst_watch-officer.420100"};

OpenAccount li() {
    return {
        "li.wei", PersonalText{"李伟"}, Language::zh, {AreaId{"are_420100"}, AreaId{"are_420106"}, {}, {}}};
}

struct Story {
    Account::State state{};
    Instant now = kNine;
    kernel::Rulebook rules{};
    kernel::Actor actor{kernel::ActorKind::person, "acc_admin", PostId{"pst_administrator.420100"}};

    std::string when(const Account::Command& command) {
        auto decision = Account::decide(state, command, kernel::Now{now, rules, actor});
        if (!decision.ok()) return "! " + decision.error().code;
        std::string words;
        for (const Event& event : *decision) {
            state = Account::evolve(std::move(state), event);
            words += std::visit([](const auto& e) { return std::string{e.wire.substr(8)}; }, event);
        }
        return words;
    }
};

TEST(Account, HasPostsForAsLongAsTheyAreGranted) {
    Story s;
    EXPECT_EQ(s.when(li()), "opened.v1");
    EXPECT_EQ(s.when(li()), "");
    EXPECT_EQ(s.when(GrantPost{kDispatcher, {}, kNine + 8h}), "post_granted.v1");
    EXPECT_EQ(s.when(GrantPost{kDispatcher, {}, kNine + 8h}), "") << "said twice";
    EXPECT_EQ(s.when(GrantPost{kWatch, kNine + 1h, {}}), "post_granted.v1");
    EXPECT_EQ(posts_at(s.state, kNine - 1ms), std::vector<PostId>{});
    EXPECT_EQ(posts_at(s.state, kNine), std::vector{kDispatcher});
    EXPECT_EQ(posts_at(s.state, kNine + 1h), (std::vector{kDispatcher, kWatch}));
    EXPECT_EQ(posts_at(s.state, kNine + 8h), std::vector{kWatch});
    EXPECT_EQ(s.when(GrantPost{kDispatcher, kNine, kNine + 9h}), "post_granted.v1") << "prolonged";
    EXPECT_EQ(s.state.grants.size(), 2u);
    EXPECT_EQ(s.when(RevokePost{kWatch, "moved to another bureau"}), "post_revoked.v1");
    EXPECT_EQ(s.when(RevokePost{kWatch, "moved to another bureau"}), "");
    EXPECT_EQ(posts_at(s.state, kNine + 8h), std::vector{kDispatcher});
}

TEST(Account, LockedKeepsItsPostsAndCanUseNone) {
    Story s;
    s.when(li());
    s.when(GrantPost{kDispatcher, {}, {}});
    EXPECT_EQ(s.when(LockAccount{"phone lost"}), "locked.v1");
    EXPECT_EQ(s.when(LockAccount{"phone lost"}), "");
    EXPECT_EQ(posts_at(s.state, kNine), std::vector<PostId>{});
    EXPECT_EQ(s.when(UnlockAccount{"phone found"}), "unlocked.v1");
    EXPECT_EQ(posts_at(s.state, kNine), std::vector{kDispatcher});
}

TEST(Account, ChangedPasswordIsAFactWithoutTheSecret) {
    Story s;
    s.when(li());
    EXPECT_EQ(s.when(NotePasswordChange{}), "password_changed.v1");
    EXPECT_EQ(s.when(NotePasswordChange{}), "") << "at the same instant it is the same change";
    s.now += 1h;
    EXPECT_EQ(s.when(NotePasswordChange{}), "password_changed.v1");
    EXPECT_EQ(s.state.password_changed_at, kNine + 1h);
}

TEST(Account, RefusesWhatMakesNoAccount) {
    const auto opened_as = [](std::string login, std::string display_name, AreaId city) {
        OpenAccount c = li();
        c.login = std::move(login);
        c.display_name = PersonalText{std::move(display_name)};
        c.home.city = std::move(city);
        return Story{}.when(c);
    };
    const AreaId wuhan{"are_420100"};
    EXPECT_EQ(opened_as("l", "李伟", wuhan), "! account.login_invalid");
    EXPECT_EQ(opened_as("li_wei", "李伟", wuhan), "! account.login_invalid");
    EXPECT_EQ(opened_as("李伟", "李伟", wuhan), "! account.login_invalid");
    EXPECT_EQ(opened_as(std::string(65, 'l'), "李伟", wuhan), "! account.login_invalid");
    EXPECT_EQ(opened_as("li", "", wuhan), "! account.display_name_invalid");
    EXPECT_EQ(opened_as("li", "李伟", {}), "! account.home_missing");
    EXPECT_EQ(Story{}.when(LockAccount{"why"}), "! account.unknown");
    Story s;
    s.when(li());
    OpenAccount other = li();
    other.home.district = AreaId{"are_420103"};
    EXPECT_EQ(s.when(other), "! account.already_opened");
    EXPECT_EQ(s.when(LockAccount{""}), "! account.reason_required");
    EXPECT_EQ(s.when(GrantPost{PostId{"dispatcher"}, {}, {}}), "! account.post_id_invalid");
    EXPECT_EQ(s.when(GrantPost{kWatch, kNine, kNine}), "! account.grant_ends_before_it_begins");
    s.actor.actor_id = "acc_li.wei";
    EXPECT_EQ(s.when(LockAccount{"bored"}), "! account.own_account");
    for (std::size_t i = 0; i < grants_max; ++i)
        s.when(GrantPost{PostId{"pst_" + std::to_string(i)}, {}, {}});
    EXPECT_EQ(s.when(GrantPost{kWatch, {}, {}}), "! account.too_many_posts");
}

// Whoever is granted a post must find one: it was set up, or role and area make it.
TEST(Account, APostOfNoRoleOrNoAreaIsNotGranted) {
    Story s;
    s.when(li());
    s.rules.put(kernel::RoleLevels{AreaId{"are_420100"},
                                   {{"dispatcher", kernel::Level::district, "watch_officer", "", ""},
                                    {"watch_officer", kernel::Level::city, {}, "", ""}}});
    const kernel::Briefs briefs = [](std::string_view stream,
                                     const void* tag) -> std::shared_ptr<const void> {
        if (stream == "are_420106" && tag == &kernel::brief_tag<area::Brief>)
            return std::make_shared<const area::Brief>();
        if (stream == "pst_front-door" && tag == &kernel::brief_tag<post::Brief>)
            return std::make_shared<const post::Brief>();
        return nullptr;
    };
    const auto granted = [&](const char* post_id) {
        const auto decision = Account::decide(s.state, GrantPost{PostId{post_id}, {}, {}},
                                              kernel::Now{s.now, s.rules, s.actor, "acc_li.wei", &briefs});
        return decision.ok() ? "" : decision.error().code;
    };
    EXPECT_EQ(granted("pst_dispatcher.420106"), "");
    EXPECT_EQ(granted("pst_watch-officer.420100"), "") << "the rulebook's city";
    EXPECT_EQ(granted("pst_front-door"), "") << "a post that was set up";
    EXPECT_EQ(granted("pst_dispatcher.nosuch"), "account.area_unknown");
    EXPECT_EQ(granted("pst_nosuch.420106"), "account.post_unknown");
    EXPECT_EQ(granted("pst_back-door"), "account.post_unknown");
}

TEST(Account, RowDoesNotTellWhoseItIs) {
    Story s;
    s.when(li());
    s.when(GrantPost{kDispatcher, {}, {}});
    const std::string row = codec::to_json(*row_of("acc_li.wei", s.state));
    EXPECT_EQ(row.find("李伟"), std::string::npos);
    EXPECT_NE(row.find("pst_dispatcher.420106"), std::string::npos);
    EXPECT_EQ(facets_of(s.state).at("locked"), "no");
}

TEST(AccountGolden, EveryEventOfAnAccountEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("account"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::account
