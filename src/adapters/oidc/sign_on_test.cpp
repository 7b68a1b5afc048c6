// Against a provider over real sockets: how often it is asked, what happens while it is slow, and that what
// it said once opens one session.
#include "adapters/oidc/sign_on.hpp"

#include "adapters/http/server.hpp"
#include "adapters/oidc/bytes.hpp"
#include "adapters/oidc/signer_test_support.hpp"
#include "codec/json.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <atomic>
#include <condition_variable>
#include <future>
#include <map>

namespace anlan::adapters::oidc {
namespace {

using namespace std::chrono_literals;

struct HandClock : ports::Clock {
    std::atomic<std::int64_t> millis{1'790'000'000'000};
    Instant now() noexcept override { return Instant{Millis{millis.load()}}; }
    void pass(Millis span) { millis += span.count(); }
};
struct NoLog : telemetry::LogSink {
    void write(std::string_view) noexcept override {}
};

class FakeProvider final : public ports::RequestHandler {
public:
    void handle(ports::Request request, std::function<void(ports::Response)> reply) noexcept override {
        std::unique_lock lock{mutex_};
        ++asked_[request.path];
        came_.notify_all();
        if (silent) {
            unanswered_.push_back(std::move(reply));
            return;
        }
        ports::Response response;
        response.status = broken ? 500 : 200;
        response.content_type = "application/json";
        if (request.path == "/keys") response.body = codec::to_json(keys);
        if (request.path == "/token") response.body = R"({"id_token":")" + token + R"("})";
        if (request.path == "/.well-known/openid-configuration")
            response.body = R"({"issuer":")" + issuer + R"(","authorization_endpoint":")" + issuer +
                            R"(/auth","token_endpoint":")" + issuer + R"(/token","jwks_uri":")" + issuer +
                            R"(/keys"})";
        lock.unlock();
        reply(std::move(response));
    }
    ports::Response unreadable(ports::Unreadable) noexcept override { return {}; }
    bool serves(std::string_view) const noexcept override { return true; }

    int asked(const std::string& path) {
        const std::lock_guard lock{mutex_};
        return asked_[path];
    }
    void wait_until_asked() {
        std::unique_lock lock{mutex_};
        came_.wait(lock, [this] { return !asked_.empty(); });
    }
    void answer_at_last() {
        for (auto& reply : unanswered_) reply({});
    }

    // Set while nobody asks.
    std::string issuer;
    std::string token;
    ProviderKeys keys;
    bool silent = false;
    bool broken = false;

private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::map<std::string, int> asked_;
    std::vector<std::function<void(ports::Response)>> unanswered_;
};

constexpr const char* description = "/.well-known/openid-configuration";

class SignOnTest : public ::testing::Test {
protected:
    void SetUp() override {
        http::ServerSettings settings;
        settings.port = 0;
        auto opened = http::Server::open(settings, provider, metrics_, log_);
        ASSERT_TRUE(opened.ok()) << opened.error().message;
        server_ = std::move(opened).value();
        server_->start();
        provider.issuer = "http://127.0.0.1:" + std::to_string(server_->port());
        provider.keys = {{first.rsa("first")}};
        auto made = SignOn::open({provider.issuer, "anlan", {}, "http://localhost/return"}, clock);
        ASSERT_TRUE(made.ok());
        sign_on = std::move(made).value();
    }
    void TearDown() override {
        sign_on.reset();
        provider.answer_at_last();
        server_->stop(0ms);
    }

    template <class T>
    static std::string said(const Result<T, ports::AccountTrouble>& result) {
        if (result.ok()) return "ok";
        const auto* refusal = std::get_if<kernel::Refusal>(&result.error());
        return refusal != nullptr ? refusal->code : std::get<ports::Fault>(result.error()).code;
    }
    Result<std::string, ports::AccountTrouble> begin(const std::string& browser = "browser",
                                                     const std::string& peer = "192.0.2.7") {
        std::promise<Result<std::string, ports::AccountTrouble>> promise;
        sign_on->begin({browser, peer}, [&](auto where) { promise.set_value(std::move(where)); });
        return promise.get_future().get();
    }
    static std::string parameter(const std::string& url, const std::string& name) {
        const auto at = url.find(name + "=") + name.size() + 1;
        return url.substr(at, url.find('&', at) - at);
    }
    // The whole way: there, and back with a token that `signer` signed as its key `kid`.
    std::string sign_on_by(const Signer& signer, const std::string& kid) {
        const auto where = begin();
        return where.ok() ? come_back(*where, signer, kid) : said(where);
    }
    std::string come_back(const std::string& where, const Signer& signer, const std::string& kid,
                          const std::string& browser = "browser") {
        const auto text =
            codec::base64url(R"({"alg":"RS256","kid":")" + kid + R"("})") + "." +
            codec::base64url(R"({"iss":")" + provider.issuer + R"(","sub":"4711","aud":"anlan","nonce":")" +
                             parameter(where, "nonce") + R"(","iat":1790000000,"exp":1890000000})");
        provider.token = text + "." + codec::base64url(signer.sign(text));
        std::promise<Result<Done, ports::AccountTrouble>> promise;
        sign_on->finish({"code", parameter(where, "state"), {}}, {browser, "192.0.2.7"},
                        [&](auto done) { promise.set_value(std::move(done)); });
        return said(promise.get_future().get());
    }

    HandClock clock;
    FakeProvider provider;
    Signer first{EVP_RSA_gen(2'048)};
    Signer second{EVP_RSA_gen(2'048)};
    std::unique_ptr<SignOn> sign_on;

private:
    NoLog sink_;
    telemetry::Log log_{sink_, [] { return Instant{}; }};
    telemetry::Metrics metrics_;
    std::unique_ptr<http::Server> server_;
};

TEST_F(SignOnTest, WhatTheProviderSaysIsAskedForAnewAfterAnHour) {
    EXPECT_EQ(sign_on_by(first, "first"), "ok");
    clock.pass(59min);
    EXPECT_EQ(sign_on_by(first, "first"), "ok");
    EXPECT_EQ(provider.asked(description), 1);
    EXPECT_EQ(provider.asked("/keys"), 1);
    provider.keys = {{second.rsa("second")}};  // the first was stolen, and is withdrawn
    clock.pass(1min);
    EXPECT_EQ(sign_on_by(first, "first"), "session.sign_on_wrong");
    EXPECT_EQ(provider.asked(description), 2);
    EXPECT_EQ(provider.asked("/keys"), 2);
}

TEST_F(SignOnTest, AKeyThatIsNotKnownIsAskedForOnceAMinute) {
    EXPECT_EQ(sign_on_by(first, "first"), "ok");
    provider.keys.keys.push_back(second.rsa("second"));
    EXPECT_EQ(sign_on_by(second, "second"), "session.sign_on_wrong") << "asked a moment ago";
    clock.pass(1min);
    EXPECT_EQ(sign_on_by(second, "second"), "ok");
    EXPECT_EQ(provider.asked("/keys"), 2);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_on_by(second, "made up"), "session.sign_on_wrong");
    EXPECT_EQ(provider.asked("/keys"), 2) << "nobody makes us hammer the provider";
}

TEST_F(SignOnTest, AProviderThatFailsIsLeftAloneForAWhile) {
    provider.broken = true;
    for (int i = 0; i < 5; ++i) EXPECT_EQ(said(begin()), "sign_on.provider");
    EXPECT_EQ(provider.asked(description), 1) << "however many people press the button";
    provider.broken = false;
    EXPECT_EQ(said(begin()), "sign_on.provider");
    clock.pass(10s);
    EXPECT_EQ(said(begin()), "ok");
}

TEST_F(SignOnTest, StopsThoughTheProviderDoesNotAnswer) {
    provider.silent = true;
    std::promise<Result<std::string, ports::AccountTrouble>> asking, waiting;
    sign_on->begin({"one", "192.0.2.7"}, [&](auto where) { asking.set_value(std::move(where)); });
    provider.wait_until_asked();
    sign_on->begin({"two", "192.0.2.8"}, [&](auto where) { waiting.set_value(std::move(where)); });
    sign_on.reset();
    const auto given_up = asking.get_future().get();
    ASSERT_FALSE(given_up.ok());
    EXPECT_NE(std::get<ports::Fault>(given_up.error()).message.find("given up"), std::string::npos)
        << "and not waited out";
    EXPECT_EQ(said(waiting.get_future().get()), "session.busy") << "who waited is told, and not carried out";
}

TEST_F(SignOnTest, WhatTheProviderSaidOpensOneSession) {
    ASSERT_EQ(sign_on_by(first, "first"), "ok");
    EXPECT_EQ(sign_on->take("another"), std::nullopt);
    const auto whom = sign_on->take("browser");
    ASSERT_TRUE(whom);
    EXPECT_EQ(whom->subject, "4711");
    EXPECT_EQ(whom->with, ports::SignedOn::With::one_factor);
    EXPECT_FALSE(sign_on->take("browser")) << "of two side by side one is told";
    sign_on->give_back("browser");
    EXPECT_TRUE(sign_on->take("browser")) << "no session came of it";
    sign_on->give_back("browser");
    clock.pass(5min);
    EXPECT_FALSE(sign_on->take("browser"));
}

TEST_F(SignOnTest, AFloodOfOthersPushesNobodysOut) {
    const auto where = begin();
    ASSERT_TRUE(where.ok());
    for (int i = 0; i < 12'000; ++i) ASSERT_EQ(said(begin("attacker", "198.51.100.1")), "ok");
    EXPECT_EQ(come_back(*where, first, "first"), "ok");
}

TEST_F(SignOnTest, IsGoodOnceForTheBrowserThatBeganAndForTenMinutes) {
    const auto where = begin().value();
    EXPECT_EQ(come_back(where, first, "first", "another"), "session.sign_on_over");
    EXPECT_EQ(come_back(where, first, "first", ""), "session.sign_on_over");
    EXPECT_EQ(come_back(where, first, "first"), "ok");
    EXPECT_EQ(come_back(where, first, "first"), "session.sign_on_over") << "good once";
    const auto failed = begin().value();
    provider.keys.keys.clear();
    EXPECT_NE(come_back(failed, second, "second"), "ok");
    EXPECT_EQ(come_back(failed, second, "second"), "session.sign_on_over") << "whatever came of it";
    const auto late = begin().value();
    clock.pass(10min);
    EXPECT_EQ(come_back(late, first, "first"), "session.sign_on_over");
}

TEST_F(SignOnTest, WhoSignsOnAllTheTimeTakesNobodysRoom) {
    for (std::size_t i = 0; i < States::used_by_one_max; ++i) ASSERT_EQ(sign_on_by(first, "first"), "ok");
    EXPECT_EQ(sign_on_by(first, "first"), "session.busy");
    clock.pass(10min);
    EXPECT_EQ(sign_on_by(first, "first"), "ok");
}

// While the provider is slow the queue is full soon; one source has a part of it.
TEST_F(SignOnTest, OneSourceDoesNotFillTheQueue) {
    provider.silent = true;
    std::atomic<int> turned_away{0};
    sign_on->begin({"attacker", "2001:db8:0:7::1"}, [](const auto&) {});
    provider.wait_until_asked();
    for (int i = 0; i < 100; ++i)
        sign_on->begin({"attacker", "2001:db8:0:7::" + std::to_string(i)}, [&](const auto& where) {
            if (!where.ok()) ++turned_away;
        });
    EXPECT_EQ(turned_away, 84);
    bool taken = true;
    sign_on->begin({"officer", "192.0.2.7"}, [&](const auto&) { taken = false; });
    EXPECT_TRUE(taken) << "it waits, and is not turned away";
    provider.answer_at_last();
    sign_on.reset();
}

}  // namespace
}  // namespace anlan::adapters::oidc
