#include "adapters/identity/identity_test_support.hpp"
#include "base/literal.hpp"

#include <sqlite3.h>

namespace anlan::adapters::identity {
namespace {

TEST_F(IdentityTest, ASessionSaysWhoSitsWhere) {
    add("li.na");
    const auto token = token_of("Li.Na");
    EXPECT_EQ(token.size(), 43u);
    const auto session = identity->session(token);
    ASSERT_NE(session, nullptr);
    EXPECT_EQ(session->login, "li.na");
    EXPECT_EQ(session->display, "李娜");
    EXPECT_EQ(session->post, post("pst_dispatcher.420106"));
    EXPECT_EQ(session->account_id.value().substr(0, 4), "acc_");
    EXPECT_EQ(identity->session(token + "x"), nullptr);
    EXPECT_EQ(identity->session(""), nullptr);
    EXPECT_EQ(identity->session(std::string(43, 'A')), nullptr);
    identity->sign_out(token);
    EXPECT_EQ(identity->session(token), nullptr);
}

TEST_F(IdentityTest, RefusesAsTheTableSays) {
    add("one");
    add("two", {post("pst_dispatcher.420106"), post("pst_watch-officer.420100", "watch_officer")});
    add("none", {});
    auto later = post("pst_later");
    later.from = clock.now() + 1h;
    auto past = post("pst_past");
    past.until = clock.now();
    add("timed", {later, past});
    add("locked");
    ASSERT_TRUE(identity->stand("locked", ports::Standing::locked).ok());
    struct Row {
        const char *login, *password, *post_id, *code;
    };
    for (const Row& row :
         {Row{"one", "a good password", "", "signed in"},
          {"one", "a bad password", "", "session.wrong_credentials"},
          {"one", "", "", "session.wrong_credentials"},
          {"nobody", "a good password", "", "session.wrong_credentials"},
          {"locked", "a good password", "", "session.account_locked"},
          {"locked", "a bad password", "", "session.wrong_credentials"},
          {"none", "a good password", "", "session.no_post"},
          {"timed", "a good password", "", "session.no_post"},
          {"two", "a good password", "", "session.post_required"},
          {"two", "a good password", "pst_watch-officer.420100", "signed in"},
          {"one", "a good password", "pst_watch-officer.420100", "session.post_not_granted"}})
        EXPECT_EQ(code(sign_in(row.login, row.password, row.post_id)), row.code)
            << row.login << " " << row.post_id;
    const auto choice = sign_in("two");
    EXPECT_EQ(std::get<NotSignedIn>(choice).grants.size(), 2u) << "who must choose is told from what";
}

TEST_F(IdentityTest, AccountsAreCheckedBeforeTheyAreMade) {
    add("li.na");
    struct Row {
        const char *login, *password, *code;
    };
    for (const Row& row : {Row{"LI.NA", "a good password", "account.login_taken"},
                           {"x", "a good password", "account.login_malformed"},
                           {"li na", "a good password", "account.login_malformed"},
                           {"li.wei", "short", "account.password_weak"},
                           {"li.wei", "aaaaaaaaaaaa", "account.password_weak"},
                           {"long.login.name", "Long.Login.Name", "account.password_weak"}}) {
        const auto made = identity->create(row.login, "", PersonalText{row.password});
        ASSERT_FALSE(made.ok()) << row.login;
        EXPECT_EQ(std::get<kernel::Refusal>(made.error()).code, row.code);
    }
    EXPECT_TRUE(identity->create("li.wei", "李伟", PersonalText{"八个汉字就够长了"}).ok());
    const auto unknown = identity->grant("nobody", post("pst_a"));
    EXPECT_EQ(std::get<kernel::Refusal>(unknown.error()).code, "account.unknown");
    const auto malformed = identity->grant("li.na", post("dispatcher"));
    EXPECT_EQ(std::get<kernel::Refusal>(malformed.error()).code, "account.post_malformed");
    const auto listed = identity->list();
    ASSERT_TRUE(listed.ok());
    ASSERT_EQ(listed.value().size(), 2u);
    EXPECT_EQ(listed.value()[0].grants.size(), 1u);
}

TEST_F(IdentityTest, SessionsEndIdleOrAtTheirEnd) {
    add("li.na");
    auto ends = post("pst_ends");
    ends.until = clock.now() + 2h;
    add("short.post", {ends});
    const auto idle = token_of("li.na");
    const auto used = token_of("li.na");
    const auto bounded = token_of("short.post");
    clock.pass(2h - 1ms);
    EXPECT_NE(identity->session(bounded), nullptr);
    clock.pass(1ms);
    EXPECT_EQ(identity->session(bounded), nullptr) << "the post is no longer granted";
    for (int hour = 2; hour < 12; hour += 2) {
        EXPECT_NE(identity->session(used), nullptr) << hour;
        clock.pass(2h);
    }
    EXPECT_EQ(identity->session(idle), nullptr) << "nobody used it for eight hours";
    EXPECT_NE(identity->session(used), nullptr);
    clock.pass(1h);
    EXPECT_EQ(identity->session(used), nullptr) << "thirteen hours are over";
}

TEST_F(IdentityTest, ARestartSignsNobodyOut) {
    add("li.na");
    const auto token = token_of("li.na");
    identity.reset();
    identity = make();
    ASSERT_NE(identity->session(token), nullptr);
    EXPECT_EQ(identity->session(token)->post.role, "dispatcher");
}

TEST_F(IdentityTest, WhatAccountsLoseTheirSessionsLose) {
    const auto change = [&](const char* login, const std::function<void()>& act) {
        add(login);
        const auto token = token_of(login);
        EXPECT_NE(identity->session(token), nullptr) << login;
        act();
        return identity->session(token) == nullptr;
    };
    EXPECT_TRUE(change("aa", [&] { ASSERT_TRUE(identity->stand("aa", ports::Standing::locked).ok()); }));
    EXPECT_TRUE(
        change("bb", [&] { ASSERT_TRUE(identity->revoke("bb", PostId{"pst_dispatcher.420106"}).ok()); }));
    EXPECT_TRUE(change(
        "cc", [&] { ASSERT_TRUE(identity->change_password("cc", PersonalText{"another one"}).ok()); }));
    EXPECT_TRUE(
        change("dd", [&] { ASSERT_TRUE(identity->grant("dd", post("pst_dispatcher.420106", "x")).ok()); }));
    EXPECT_FALSE(change("ee", [&] {
        ASSERT_TRUE(identity->grant("ee", post("pst_dispatcher.420106")).ok());
    })) << "the same grant again changes nothing";
}

TEST_F(IdentityTest, AnotherProcessLocksAnAccountWithinASecond) {
    add("li.na");
    const auto token = token_of("li.na");
    const auto command_line = make();
    const auto before = identity->endings();
    ASSERT_TRUE(command_line->stand("li.na", ports::Standing::locked).ok());
    clock.pass(1s);
    EXPECT_NE(identity->session(token), nullptr) << "a request asks memory, and no disk";
    EXPECT_EQ(identity->endings(), before);
    identity->look_again();
    EXPECT_EQ(identity->session(token), nullptr);
    EXPECT_NE(identity->endings(), before);
}

TEST_F(IdentityTest, TheFileHoldsNeitherTokenNorPassword) {
    add("li.na");
    const auto token = token_of("li.na");
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((folder_ / "identity.db").c_str(), &database), SQLITE_OK);
    std::string dump;
    for (const Literal sql : {Literal{"SELECT * FROM account"},
                              Literal{"SELECT hex(token_hash), token_hash, post_id FROM session"}})
        sqlite3_exec(
            database, sql.text(),
            [](void* out, int columns, char** values, char**) {
                for (int i = 0; i < columns; ++i)
                    *static_cast<std::string*>(out) += values[i] ? values[i] : "";
                return 0;
            },
            &dump, nullptr);
    sqlite3_close(database);
    EXPECT_NE(dump.find("$argon2id$"), std::string::npos);
    EXPECT_EQ(dump.find(token), std::string::npos);
    EXPECT_EQ(dump.find("a good password"), std::string::npos);
}

TEST_F(IdentityTest, GuessingIsSlowedAndTheOwnerIsNotLockedOut) {
    add("li.na");
    token_of("li.na");  // from 10.0.0.1: that desk is known
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(code(sign_in("li.na", "guess", "", "6.6.6.6")), "session.wrong_credentials");
    const auto sixth = sign_in("li.na", "a good password", "", "6.6.6.6");
    ASSERT_EQ(code(sixth), "session.throttled") << "right or wrong";
    EXPECT_EQ(std::get<NotSignedIn>(sixth).retry_after, 1s);
    EXPECT_EQ(code(sign_in("li.na")), "signed in") << "from her own desk";
    clock.pass(1s);
    EXPECT_EQ(code(sign_in("li.na", "guess", "", "6.6.6.6")), "session.wrong_credentials");
    EXPECT_EQ(std::get<NotSignedIn>(sign_in("li.na", "guess", "", "6.6.6.6")).retry_after, 2s);
}

// What one of them writes and the other does not would be told by the time the answer takes.
TEST_F(IdentityTest, ALoginThatNobodyHasCostsTheDiskTheSame) {
    add("li.na");
    const auto written_by = [&](const std::string& login) {
        const auto wal = folder_ / "identity.db-wal";
        const auto before = std::filesystem::file_size(wal);
        EXPECT_EQ(code(sign_in(login, "a bad password")), "session.wrong_credentials");
        return std::filesystem::file_size(wal) - before;
    };
    EXPECT_GT(written_by("li.na"), 0u);
    EXPECT_GT(written_by("nobody"), 0u);
}

// One line has all addresses of its network of 64 bits.
TEST_F(IdentityTest, GuessesFromOneNetworkAreThoseOfOneSource) {
    add("li.na");
    for (int i = 0; i < 30; ++i)
        EXPECT_EQ(code(sign_in("x" + std::to_string(i), "a bad password", "",
                               "2001:db8:0:7::" + std::to_string(i))),
                  "session.wrong_credentials");
    EXPECT_EQ(code(sign_in("li.na", "a bad password", "", "2001:db8:0:7:1:2:3:4")), "session.throttled");
    EXPECT_EQ(code(sign_in("li.na", "a good password", "", "2001:db8:0:8::1")), "signed in");
}

TEST(Throttle, LimitsAnAddressAndALoginAsWellAsThePair) {
    Throttle by_peer;
    const Instant now{Millis{0}};
    for (int i = 0; i < 30; ++i)
        EXPECT_FALSE(by_peer.admit("login" + std::to_string(i), {"6.6.6.6", {}}, now));
    EXPECT_EQ(by_peer.admit("fresh", {"6.6.6.6", {}}, now), 60s);
    EXPECT_FALSE(by_peer.admit("fresh", {"7.7.7.7", {}}, now));
    EXPECT_FALSE(by_peer.admit("fresh", {"6.6.6.6", {}}, now + 60s));

    Throttle by_login;
    by_login.succeeded("li.na", {"desk", {}});
    for (int i = 0; i < 50; ++i) EXPECT_FALSE(by_login.admit("li.na", {"bot" + std::to_string(i), {}}, now));
    EXPECT_EQ(by_login.admit("li.na", {"bot50", {}}, now), 900s);
    EXPECT_FALSE(by_login.admit("li.na", {"desk", {}}, now)) << "her desk has signed in before";
}

TEST(Throttle, WaitingDoublesToAMinuteAndIsForgotten) {
    ThrottleLimits limits;
    limits.peer_max = limits.login_max = 1'000;
    Throttle throttle{limits};
    Instant now{Millis{0}};
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(throttle.admit("a", {"b", {}}, now));
    for (const auto wait : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
        EXPECT_EQ(throttle.admit("a", {"b", {}}, now), wait);
        now += wait;
        EXPECT_FALSE(throttle.admit("a", {"b", {}}, now));
    }
    now += 15min;
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(throttle.admit("a", {"b", {}}, now));
    throttle.succeeded("a", {"b", {}});
    EXPECT_FALSE(throttle.admit("a", {"b", {}}, now));
}

TEST(Throttle, WhatIsRefusedLeavesNothingBehind) {
    Throttle throttle;
    const Instant now{Millis{0}};
    for (int i = 0; i < 1'000; ++i) (void)throttle.admit("login" + std::to_string(i), {"10.0.0.1", {}}, now);
    EXPECT_EQ(throttle.held(), 30u + 1u + 30u) << "thirty were tried, from one address";
}

TEST(Throttle, MemoryHasAnEndFromHoweverManyAddresses) {
    ThrottleLimits limits;
    limits.remembered_max = 1'000;
    Throttle throttle{limits};
    Instant now{Millis{0}};
    for (int i = 0; i < 10'000; ++i, now += 1ms)
        (void)throttle.admit("li.na" + std::to_string(i), {"10.0." + std::to_string(i), {}}, now);
    EXPECT_LE(throttle.held(), 3'000u);
}

TEST(Throttle, WaitingForACodeDoublesToWhatTheRulebookSays) {
    Throttle throttle{guessed_codes(3, Seconds{3'600})};
    Instant now{Millis{1'000'000'000'000}};
    const Origin from{"elsewhere", {}};
    Seconds longest{0};
    for (int i = 0; i < 20; ++i) {
        while (const auto wait = throttle.admit("acc_1", from, now)) {
            longest = std::max(longest, *wait);
            now += *wait;
        }
        if (i == 2) EXPECT_EQ(longest, 0s) << "three are free";
        if (i == 3) EXPECT_EQ(longest, 1s);
    }
    EXPECT_EQ(longest, 3'600s);
}

TEST(Workers, CancelsWhatWaitsAndRefusesWhatIsTooMuch) {
    std::promise<void> go;
    auto gate = go.get_future().share();
    std::atomic<int> run = 0, cancelled = 0;
    std::promise<void> started;
    {
        Workers workers{1, 2};
        ASSERT_TRUE(workers.offer([&](Fate) {
            started.set_value();
            gate.wait();
            ++run;
        }));
        started.get_future().wait();
        const auto count = [&](Fate fate) { ++(fate == Fate::run ? run : cancelled); };
        EXPECT_TRUE(workers.offer(count));
        EXPECT_TRUE(workers.offer(count));
        EXPECT_FALSE(workers.offer(count));
        go.set_value();
    }
    EXPECT_EQ(run + cancelled, 3);
}

TEST_F(IdentityTest, ALostDeviceIsSignedOutAndNoOther) {
    add("li.na");
    add("wang.wei", {post("pst_patrol.420106003", "patrol")});
    const auto lost = token_of("li.na");
    clock.pass(1min);
    const auto here = token_of("li.na");
    const auto others = token_of("wang.wei");
    const auto li = identity->session(here)->account_id;
    const auto wang = identity->session(others)->account_id;
    const auto open = identity->sessions_of(li);
    ASSERT_TRUE(open.ok());
    ASSERT_EQ(open->size(), 2u);
    EXPECT_EQ(open->front().opened_at, clock.now());
    EXPECT_EQ(open->back().peer, "10.0.0.1");
    EXPECT_EQ(open->back().session_id.find(lost), std::string::npos);
    const auto id = open->back().session_id;
    EXPECT_FALSE(identity->end_session(wang, id).ok()) << "another's session was ended";
    EXPECT_NE(identity->session(lost), nullptr);
    ASSERT_TRUE(identity->end_session(li, id).ok());
    EXPECT_EQ(identity->session(lost), nullptr);
    EXPECT_NE(identity->session(here), nullptr);
    EXPECT_FALSE(identity->end_session(li, id).ok());
    identity = make();
    EXPECT_EQ(identity->session(lost), nullptr) << "a restart brought it back";
    EXPECT_NE(identity->session(here), nullptr);
}

}  // namespace
}  // namespace anlan::adapters::identity
