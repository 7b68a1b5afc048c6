#include "adapters/identity/identity_test_support.hpp"

#include <fstream>
#include <iterator>

namespace anlan::adapters::identity {
namespace {

class KeysTest : public IdentityTest {
protected:
    ports::ServiceKeyWanted wanted(std::string label = "feed of the fire brigade") {
        return {std::move(label),
                post("pst_partner.420106", "partner"),
                {"incident.read", "unit.*"},
                "acc_admin",
                clock.now() + 24h};
    }
    ports::ServiceKeyMade make_key() {
        auto made = identity->issue_key(wanted());
        EXPECT_TRUE(made.ok());
        return std::move(made).value();
    }
};

TEST_F(KeysTest, AKeySitsAtItsPostUntilItEnds) {
    const auto made = make_key();
    EXPECT_EQ(made.token.substr(0, 4), "anl_");
    const auto session = identity->session(made.token);
    ASSERT_NE(session, nullptr);
    EXPECT_EQ(session->account_id.value(), made.key.key_id);
    EXPECT_EQ(session->post.role, "partner");
    EXPECT_EQ(session->only, (std::vector<std::string>{"incident.read", "unit.*"}));
    EXPECT_EQ(session->proof, ports::Proof::service_key);
    for (const auto& wrong :
         {made.token + "x", made.token.substr(4), std::string{"anl_"}, "anl_" + std::string(43, 'A')})
        EXPECT_EQ(identity->session(wrong), nullptr) << wrong;
    identity = make();
    EXPECT_NE(identity->session(made.token), nullptr) << "after a restart";
    clock.pass(24h - 1ms);
    EXPECT_NE(identity->session(made.token), nullptr) << "a key does not go idle";
    clock.pass(1ms);
    EXPECT_EQ(identity->session(made.token), nullptr);
}

TEST_F(KeysTest, ARevokedKeyOpensNothingAlsoFromAnotherProcess) {
    const auto made = make_key();
    const auto command_line = make();
    ASSERT_TRUE(command_line->revoke_key(made.key.key_id).ok());
    ASSERT_TRUE(command_line->revoke_key(made.key.key_id).ok()) << "said twice, true once";
    EXPECT_EQ(std::get<kernel::Refusal>(command_line->revoke_key("key_none").error()).code,
              "service_key.unknown");
    clock.pass(1s);
    identity->look_again();
    EXPECT_EQ(identity->session(made.token), nullptr);
    const auto keys = identity->keys();
    ASSERT_EQ(keys->size(), 1u);
    EXPECT_EQ(keys->front().revoked_at, clock.now() - 1s);
}

TEST_F(KeysTest, AKeyThatARestoreBroughtBackOpensNothingUntilItIsConfirmed) {
    const auto made = make_key();
    const auto revoked = make_key();
    ASSERT_TRUE(identity->revoke_key(revoked.key.key_id).ok());
    identity.reset();
    to_the_file("INSERT INTO service_key_unconfirmed SELECT key_id FROM service_key");
    identity = make();
    EXPECT_EQ(identity->session(made.token), nullptr);
    for (const auto& key : *identity->keys()) EXPECT_TRUE(key.unconfirmed);
    ASSERT_TRUE(identity->confirm_key(made.key.key_id).ok());
    ASSERT_TRUE(identity->confirm_key(made.key.key_id).ok()) << "said twice, true once";
    EXPECT_NE(identity->session(made.token), nullptr);
    for (const auto& none : {revoked.key.key_id, std::string{"key_none"}})
        EXPECT_EQ(std::get<kernel::Refusal>(identity->confirm_key(none).error()).code, "service_key.unknown");
    EXPECT_EQ(identity->session(revoked.token), nullptr);
}

TEST_F(KeysTest, ItIsKnownWhenAKeyWasUsedLast) {
    const auto made = make_key();
    EXPECT_EQ(identity->keys()->front().last_used_at, std::nullopt);
    clock.pass(1h);
    (void)identity->session(made.token);
    EXPECT_EQ(identity->keys()->front().last_used_at, clock.now());
}

TEST_F(KeysTest, OnlyItsHashIsKept) {
    const auto made = make_key();
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator{folder_}) {
        std::ifstream file{entry.path(), std::ios::binary};
        all.append(std::istreambuf_iterator<char>{file}, {});
    }
    ASSERT_NE(all.find("feed of the fire brigade"), std::string::npos);
    EXPECT_EQ(all.find(made.token.substr(4)), std::string::npos);
}

TEST_F(KeysTest, WhatIsNoKeyIsNotMade) {
    struct Row {
        const char* code;
        std::function<void(ports::ServiceKeyWanted&)> bend;
    };
    for (const Row& row :
         {Row{"service_key.label_invalid", [](auto& key) { key.label = ""; }},
          {"service_key.label_invalid", [](auto& key) { key.label = std::string(201, 'x'); }},
          {"service_key.permissions_invalid", [](auto& key) { key.permissions = {}; }},
          {"service_key.permissions_invalid", [](auto& key) { key.permissions = {"a b"}; }},
          {"service_key.permissions_invalid", [](auto& key) { key.permissions = {""}; }},
          {"service_key.expiry_passed", [this](auto& key) { key.expires_at = clock.now(); }},
          {"account.post_malformed", [](auto& key) { key.post.post_id = PostId{"x"}; }},
          {"account.role_missing", [](auto& key) { key.post.role = ""; }}}) {
        auto key = wanted();
        row.bend(key);
        const auto made = identity->issue_key(std::move(key));
        ASSERT_FALSE(made.ok()) << row.code;
        EXPECT_EQ(std::get<kernel::Refusal>(made.error()).code, row.code);
    }
    EXPECT_TRUE(identity->keys()->empty());
}

}  // namespace
}  // namespace anlan::adapters::identity
