// What was ended is over at once, whatever becomes of the file, and whatever happens side by side.
#include "adapters/identity/identity_test_support.hpp"

namespace anlan::adapters::identity {
namespace {

class SessionsTest : public IdentityTest {
protected:
    std::string key_token() {
        auto made = identity->issue_key({"feed",
                                         post("pst_partner.420106", "partner"),
                                         {"incident.read"},
                                         "acc_admin",
                                         clock.now() + 24h});
        EXPECT_TRUE(made.ok());
        key_id = made->key.key_id;
        return made->token;
    }
    // From now on the store cannot be read again.
    void spoil_reading() { to_the_file("ALTER TABLE device RENAME TO away"); }

    std::string key_id;
};

TEST_F(SessionsTest, ARevokedKeyIsForgottenThoughTheFileCannotBeReadAgain) {
    const auto token = key_token();
    ASSERT_NE(identity->session(token), nullptr);
    spoil_reading();
    ASSERT_TRUE(identity->revoke_key(key_id).ok());
    EXPECT_EQ(identity->session(token), nullptr);
}

TEST_F(SessionsTest, SessionsAreForgottenThoughTheFileCannotBeReadAgain) {
    add("li.na");
    add("wang.wei");
    const auto locked = token_of("li.na");
    const auto revoked = token_of("wang.wei");
    spoil_reading();
    const auto before = identity->endings();
    ASSERT_TRUE(identity->stand("li.na", ports::Standing::locked).ok());
    EXPECT_EQ(identity->session(locked), nullptr);
    EXPECT_NE(identity->endings(), before) << "whoever holds a feed open asks again";
    ASSERT_NE(identity->session(revoked), nullptr);
    ASSERT_TRUE(identity->revoke("wang.wei", PostId{"pst_dispatcher.420106"}).ok());
    EXPECT_EQ(identity->session(revoked), nullptr);
}

TEST_F(SessionsTest, WhoSignedOutStaysOutThoughTheFileStillHasIt) {
    add("li.na");
    const auto token = token_of("li.na");
    const auto other = token_of("li.na");
    const auto session = identity->session(other);
    to_the_file("CREATE TRIGGER full BEFORE DELETE ON session BEGIN SELECT RAISE(ABORT, 'disk'); END");
    identity->sign_out(token);
    EXPECT_EQ(identity->session(token), nullptr);
    EXPECT_FALSE(identity->end_session(session->account_id, session->session_id).ok())
        << "the file keeps it, which is told";
    EXPECT_EQ(identity->session(other), nullptr);
    to_the_file("UPDATE account SET display='李'");
    identity->look_again();
    EXPECT_EQ(identity->session(token), nullptr) << "what the file still has is not taken in again";
    EXPECT_EQ(identity->session(other), nullptr);
    EXPECT_TRUE(identity->sessions_of(session->account_id)->empty());
}

// An administrator locks the account, or changes its password, while somebody's password is being verified.
TEST_F(SessionsTest, WhatChangedWhileSomebodySignedInCounts) {
    const auto meanwhile = [&](const std::string& login, const std::function<void(SqliteIdentity&)>& act) {
        add(login);
        const auto command_line = make();
        const auto signing_in = std::this_thread::get_id();
        std::atomic<int> asked = 0;
        clock.asked = [&] {  // first when it is admitted, then, on a worker, when its password was right
            if (std::this_thread::get_id() == signing_in || asked.exchange(1) == 1) return;
            act(*command_line);
        };
        const auto outcome = sign_in(login);
        clock.asked = [] {};
        EXPECT_EQ(asked, 1) << login;
        identity->look_again();
        return code(outcome);
    };
    EXPECT_EQ(
        meanwhile("aa", [](auto& line) { EXPECT_TRUE(line.stand("aa", ports::Standing::locked).ok()); }),
        "session.account_changed");
    EXPECT_EQ(meanwhile("bb",
                        [](auto& line) {
                            EXPECT_TRUE(line.change_password("bb", PersonalText{"another one"}).ok());
                        }),
              "session.account_changed");
    EXPECT_EQ(
        meanwhile("cc",
                  [](auto& line) { EXPECT_TRUE(line.revoke("cc", PostId{"pst_dispatcher.420106"}).ok()); }),
        "session.account_changed");
    EXPECT_EQ(
        meanwhile("dd",
                  [](auto& line) { EXPECT_TRUE(line.create("ee", "x", PersonalText{"12345678"}).ok()); }),
        "signed in")
        << "another account's change is none of this one's";
}

TEST_F(SessionsTest, WhomAProviderLetInIsOutWhenTheLinkIsTaken) {
    using With = ports::SignedOn::With;
    add("li.na");
    ASSERT_TRUE(identity->link("li.na", "https://id.example", "4711").ok());
    auto in = signed_on("4711", With::one_factor);
    ASSERT_EQ(code(in), "signed in");
    ASSERT_TRUE(identity->link("li.na", "https://id.example", "4712").ok());
    EXPECT_EQ(identity->session(std::get<SignedIn>(in).token), nullptr) << "another is linked instead";
    in = signed_on("4712", With::one_factor);
    ASSERT_EQ(code(in), "signed in");
    ASSERT_TRUE(identity->unlink("li.na", "https://id.example").ok());
    EXPECT_EQ(identity->session(std::get<SignedIn>(in).token), nullptr);
    identity = make();
    EXPECT_EQ(identity->session(std::get<SignedIn>(in).token), nullptr) << "nor after a restart";
}

TEST(Watcher, LooksUntilItIsDestroyed) {
    std::promise<void> looked;
    std::atomic<int> times = 0;
    {
        const Watcher watcher{1ms, [&] {
                                  if (++times == 3) looked.set_value();
                              }};
        looked.get_future().wait();
    }
    EXPECT_GE(times, 3);
    const Watcher never{0ms, [] { FAIL(); }};
}

// A desk's browser that was switched off keeps its session for hours; whoever comes to the next desk gets in.
// What is worked with is the last to go, however old it is.
TEST_F(SessionsTest, OneSignInTooManyEndsTheSessionThatNobodyUsedForLongest) {
    add("li.na");
    add("wang.wei");
    const auto others = token_of("wang.wei");
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < IdentitySettings{}.sessions_max; ++i) {
        tokens.push_back(token_of("li.na"));
        clock.pass(1min);
    }
    ASSERT_NE(identity->session(tokens[0]), nullptr);  // the oldest is worked with
    const auto before = identity->endings();
    const auto newest = token_of("li.na");
    EXPECT_NE(identity->session(newest), nullptr);
    EXPECT_NE(identity->session(tokens[0]), nullptr);
    EXPECT_EQ(identity->session(tokens[1]), nullptr);
    EXPECT_TRUE(identity->was_pushed_out(tokens[1])) << "its person is told why";
    EXPECT_FALSE(identity->was_pushed_out(tokens[2]));
    EXPECT_NE(identity->session(tokens[2]), nullptr);
    EXPECT_NE(identity->session(others), nullptr) << "of another account";
    EXPECT_NE(identity->endings(), before) << "its feed ends, too";
    EXPECT_EQ(identity->sessions_of(identity->session(newest)->account_id)->size(),
              IdentitySettings{}.sessions_max);
    const auto started_again = make();
    EXPECT_EQ(started_again->session(tokens[1]), nullptr);
    EXPECT_NE(started_again->session(newest), nullptr);
}

// What a restore leaves: the table says so of each account.
TEST_F(SessionsTest, ARestoredAccountSignsInNowhereUntilItIsConfirmed) {
    add("li.na");
    add("wang.wei");
    add("zhao.min");
    to_the_file("INSERT INTO account_unconfirmed SELECT account_id FROM account");
    EXPECT_EQ(code(sign_in("li.na")), "session.account_unconfirmed");
    EXPECT_EQ(code(sign_in("li.na", "a wrong password")), "session.wrong_credentials")
        << "it is told to nobody without the password";
    ASSERT_TRUE(identity->confirm("li.na").ok());
    EXPECT_EQ(code(sign_in("li.na")), "signed in");
    ASSERT_TRUE(identity->change_password("wang.wei", PersonalText{"another password"}).ok());
    EXPECT_EQ(code(sign_in("wang.wei", "another password")), "signed in")
        << "it is not the backup's any more";
    ASSERT_TRUE(identity->stand("zhao.min", ports::Standing::locked).ok());
    ASSERT_TRUE(identity->confirm("zhao.min").ok());
    EXPECT_EQ(code(sign_in("zhao.min")), "session.account_locked");
    EXPECT_FALSE(identity->confirm("nobody").ok());
}

}  // namespace
}  // namespace anlan::adapters::identity
