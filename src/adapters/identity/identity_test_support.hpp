// An account store in a folder of its own, under a clock that a test moves, for the tests of identity.
#pragma once
#include "adapters/identity/sqlite_identity.hpp"

#include <gtest/gtest.h>

#include <sqlite3.h>
#include <unistd.h>
#include <atomic>
#include <filesystem>
#include <future>

namespace anlan::adapters::identity {

using namespace std::chrono_literals;
using ports::NotSignedIn;
using ports::SignedIn;

struct HandClock : ports::Clock {
    std::atomic<std::int64_t> millis{1'000'000'000'000};
    std::function<void()> asked = [] {};  // what happens meanwhile
    Instant now() noexcept override {
        asked();
        return Instant{Millis{millis.load()}};
    }
    void pass(Millis span) { millis += span.count(); }
};

class IdentityTest : public ::testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::temp_directory_path() /
                  ("anlan_identity_" + std::to_string(::getpid()) + "_" +
                   ::testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        identity = make();
    }
    void TearDown() override {
        identity.reset();
        std::filesystem::remove_all(folder_);
    }

    std::unique_ptr<SqliteIdentity> make() {
        IdentitySettings settings;
        settings.path = (folder_ / "identity.db").string();
        settings.cost = least_cost();
        settings.look_every = Millis{0};
        settings.second_factor_roles = {"administrator"};
        auto opened = SqliteIdentity::open(settings, clock);
        EXPECT_TRUE(opened.ok());
        return std::move(opened).value();
    }

    static ports::PostGrant post(std::string post_id, std::string role = "dispatcher") {
        return {PostId{std::move(post_id)},
                std::move(role),
                {AreaId{"are_420100"}, AreaId{"are_420106"}, {}, {}},
                {},
                {}};
    }

    void add(const std::string& login,
             const std::vector<ports::PostGrant>& posts = {post("pst_dispatcher.420106")}) {
        ASSERT_TRUE(identity->create(login, "李娜", PersonalText{"a good password"}).ok());
        for (const auto& grant : posts) ASSERT_TRUE(identity->grant(login, grant).ok());
    }

    ports::SignInOutcome sign_in(const std::string& login, const std::string& password = "a good password",
                                 const std::string& post_id = "", const std::string& peer = "10.0.0.1") {
        return attempt({login, PersonalText{password}, PostId{post_id}, peer});
    }
    ports::SignInOutcome attempt(ports::SignIn given) {
        std::promise<ports::SignInOutcome> promise;
        identity->sign_in(std::move(given),
                          [&](ports::SignInOutcome outcome) { promise.set_value(std::move(outcome)); });
        return promise.get_future().get();
    }
    // As the city's own sign-on names them, linked to the login before.
    ports::SignInOutcome signed_on(const std::string& subject, ports::SignedOn::With with,
                                   const std::string& typed = "") {
        ports::SignIn given{"", {}, {}, "10.0.0.1"};
        given.signed_on = ports::SignedOn{"https://id.example", subject, with};
        given.code = PersonalText{typed};
        return attempt(std::move(given));
    }
    // What another program does to the file.
    void to_the_file(Literal sql) {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open((folder_ / "identity.db").c_str(), &database), SQLITE_OK);
        sqlite3_busy_timeout(database, 60'000);  // the service may be writing
        EXPECT_EQ(sqlite3_exec(database, sql.text(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(database);
        sqlite3_close(database);
    }
    ports::SignInOutcome with_code(const std::string& login, const std::string& typed) {
        ports::SignIn given{login, PersonalText{"a good password"}, {}, "10.0.0.1"};
        given.code = PersonalText{typed};
        return attempt(std::move(given));
    }
    static std::string code(const ports::SignInOutcome& outcome) {
        if (const auto* no = std::get_if<NotSignedIn>(&outcome)) return no->refusal.code;
        return std::holds_alternative<SignedIn>(outcome) ? "signed in" : "fault";
    }
    std::string token_of(const std::string& login, const std::string& post_id = "") {
        auto outcome = sign_in(login, "a good password", post_id);
        const auto* in = std::get_if<SignedIn>(&outcome);
        EXPECT_NE(in, nullptr) << code(outcome);
        return in == nullptr ? "" : in->token;
    }

    HandClock clock;
    std::unique_ptr<SqliteIdentity> identity;
    std::filesystem::path folder_;
};

}  // namespace anlan::adapters::identity
