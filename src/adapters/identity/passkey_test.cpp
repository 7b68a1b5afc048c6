// Passkeys, against an authenticator made of OpenSSL: its credentials and signatures are those that a browser
// would hand on.
#include "adapters/identity/identity_test_support.hpp"
#include "adapters/identity/token.hpp"
#include "codec/base64url.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

namespace anlan::adapters::identity {
namespace {

using ports::PasskeyMade;
using ports::PasskeyProof;
using ports::Proof;

constexpr const char* our_origin = "https://anlan.example";

std::string sha256(std::string_view text) {
    std::string hash(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
           reinterpret_cast<unsigned char*>(hash.data()));
    return hash;
}

std::string big_endian(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i));
    return text;
}

// What can be bent of an answer; everything as it should be unless stated.
struct Bent {
    std::string origin = our_origin;
    std::string rp_id = "anlan.example";
    std::string type = {};
    std::optional<std::string> challenge = {};
    unsigned flags = 0x05;  // present and verified
    bool across_origins = false;
};

class Authenticator {
public:
    Authenticator() : key_(EVP_EC_gen("P-256")) {}
    ~Authenticator() { EVP_PKEY_free(key_); }
    Authenticator(const Authenticator&) = delete;
    Authenticator& operator=(const Authenticator&) = delete;

    PasskeyMade make(const std::string& challenge, const Bent& bent = {}) const {
        return {client_data(bent, challenge, "webauthn.create"),
                head(bent, 0x40) + std::string(16, '\0') + big_endian(16, 2) + id + cose_key(), "phone"};
    }
    PasskeyProof sign(const std::string& challenge, const Bent& bent = {}) {
        ++count;
        PasskeyProof proof{id, client_data(bent, challenge, "webauthn.get"), head(bent, 0), {}, {}};
        proof.signature = signature(proof.authenticator_data + sha256(proof.client_data));
        return proof;
    }

    std::string id = "credential-of-16";
    std::uint32_t count = 0;

private:
    std::string client_data(const Bent& bent, const std::string& challenge, const char* type) const {
        return R"({"type":")" + (bent.type.empty() ? type : bent.type) + R"(","challenge":")" +
               codec::base64url(bent.challenge.value_or(challenge)) + R"(","origin":")" + bent.origin +
               R"(","crossOrigin":)" + (bent.across_origins ? "true" : "false") + R"(,"other":[1]})";
    }
    std::string head(const Bent& bent, unsigned more) const {
        return sha256(bent.rp_id) + static_cast<char>(bent.flags | more) + big_endian(count, 4);
    }
    // CBOR: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
    std::string cose_key() const {
        std::array<unsigned char, 65> point{};
        std::size_t size = 0;
        EVP_PKEY_get_octet_string_param(key_, "pub", point.data(), point.size(), &size);
        const std::string xy{reinterpret_cast<const char*>(point.data()) + 1, 64};
        return std::string{"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"} + xy.substr(0, 32) +
               std::string{"\x22\x58\x20"} + xy.substr(32);
    }
    std::string signature(const std::string& text) const {
        std::string made(128, '\0');
        std::size_t size = made.size();
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_);
        EVP_DigestSign(context, reinterpret_cast<unsigned char*>(made.data()), &size,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
        EVP_MD_CTX_free(context);
        made.resize(size);
        return made;
    }

    EVP_PKEY* key_;
};

class PasskeyTest : public IdentityTest {
protected:
    void SetUp() override {
        IdentityTest::SetUp();
        identity = at_our_origin();
        add("li.na");
        token = token_of("li.na");
        session = identity->session(token);
    }
    std::unique_ptr<SqliteIdentity> at_our_origin() {
        IdentitySettings settings;
        settings.path = (folder_ / "identity.db").string();
        settings.cost = least_cost();
        settings.origin = our_origin;
        settings.look_every = Millis{0};
        settings.second_factor_roles = {"administrator"};
        return std::move(SqliteIdentity::open(settings, clock)).value();
    }

    using Codes = Result<ports::RecoveryCodes, ports::AccountTrouble>;
    Codes finish(PasskeyMade made) {
        std::promise<Codes> promise;
        identity->finish_passkey(session, std::move(made),
                                 [&](Codes codes) { promise.set_value(std::move(codes)); });
        return promise.get_future().get();
    }
    std::string challenge_to_make() {
        session = identity->session(token);  // a factor that was made is its own from there on
        auto given = identity->begin_passkey(*session);
        EXPECT_TRUE(given.ok());
        return given.ok() ? given->challenge : "";
    }
    static std::string code_of(const Codes& codes) {
        return codes.ok() ? "ok" : std::get<kernel::Refusal>(codes.error()).code;
    }

    ports::SignInOutcome sign_in_with(PasskeyProof proof, const std::string& browser = "browser",
                                      const std::string& post_id = "") {
        ports::SignIn given{"", {}, PostId{post_id}, "10.0.0.1"};
        given.passkey = std::move(proof);
        given.challenge_for = browser;
        return attempt(std::move(given));
    }
    std::string challenge(const std::string& browser = "browser") {
        return identity->challenge(browser).challenge;
    }

    std::string token;
    ports::SessionPtr session;
    Authenticator phone;
};

TEST_F(PasskeyTest, APasskeyLetsItsPersonInWithoutAPassword) {
    const auto given = identity->begin_passkey(*session);
    ASSERT_TRUE(given.ok());
    EXPECT_EQ(given->rp_id, "anlan.example");
    EXPECT_GE(given->challenge.size(), 16u) << "as WebAuthn asks for";
    const auto codes = finish(phone.make(given->challenge));
    ASSERT_EQ(code_of(codes), "ok");
    EXPECT_EQ(codes.value().size(), 10u) << "the first factor brings recovery codes";
    const auto held = identity->factors_of(*session);
    ASSERT_EQ(held->passkeys.size(), 1u);
    EXPECT_EQ(held->passkeys[0].passkey_name, "phone");

    const auto asked = sign_in("li.na");
    ASSERT_EQ(code(asked), "session.second_factor_required");
    EXPECT_EQ(std::get<NotSignedIn>(asked).factors, (std::vector{Proof::recovery_code, Proof::passkey}));

    const auto in = sign_in_with(phone.sign(challenge()));
    ASSERT_EQ(code(in), "signed in");
    EXPECT_EQ(std::get<SignedIn>(in).session->proof, Proof::passkey);
    EXPECT_EQ(std::get<SignedIn>(in).session->login, "li.na");
    EXPECT_EQ(identity->factors_of(*session)->passkeys[0].last_used_at, clock.now());
    identity = at_our_origin();
    EXPECT_EQ(code(sign_in_with(phone.sign(challenge()))), "signed in") << "after a restart";
}

TEST_F(PasskeyTest, NothingElseIsKeptAsAPasskey) {
    struct Row {
        const char* code;
        Bent bent;
    };
    for (const Row& row : {Row{"passkey.origin_wrong", {.origin = "https://anlan.example.evil"}},
                           {"passkey.origin_wrong", {.origin = "http://anlan.example"}},
                           {"passkey.origin_wrong", {.origin = "http://localhost:8110"}},
                           {"passkey.origin_wrong", {.rp_id = "evil.example"}},
                           {"passkey.origin_wrong", {.across_origins = true}},
                           {"passkey.malformed", {.type = "webauthn.get"}},
                           {"passkey.challenge_wrong", {.challenge = "another challenge"}},
                           {"passkey.challenge_wrong", {.challenge = ""}},
                           {"passkey.not_verified", {.flags = 0x01}},
                           {"passkey.not_verified", {.flags = 0x04}}})
        EXPECT_EQ(code_of(finish(phone.make(challenge_to_make(), row.bent))), row.code);

    auto cut = phone.make(challenge_to_make());
    cut.authenticator_data.resize(80);
    EXPECT_EQ(code_of(finish(cut)), "passkey.malformed");
    auto nameless = phone.make(challenge_to_make());
    nameless.passkey_name = "";
    EXPECT_EQ(code_of(finish(nameless)), "passkey.name_invalid");

    const auto made = phone.make(challenge_to_make());
    EXPECT_EQ(code_of(finish(made)), "ok");
    EXPECT_EQ(code_of(finish(made)), "passkey.challenge_wrong") << "a challenge is good once";
    EXPECT_EQ(code_of(finish(phone.make(challenge_to_make()))), "passkey.malformed") << "an id that is taken";
    const auto late = challenge_to_make();
    clock.pass(5min);
    EXPECT_EQ(code_of(finish(phone.make(late))), "passkey.challenge_wrong");
}

TEST_F(PasskeyTest, AChallengeIsGoodForTheSessionThatAskedForIt) {
    const auto others = challenge_to_make();
    clock.pass(1s);
    token = token_of("li.na");
    session = identity->session(token);
    EXPECT_EQ(code_of(finish(phone.make(others))), "passkey.challenge_wrong");
    EXPECT_EQ(code_of(finish(phone.make(challenge()))), "passkey.challenge_wrong") << "one to sign in with";
}

TEST_F(PasskeyTest, NothingElseLetsAnybodyIn) {
    ASSERT_EQ(code_of(finish(phone.make(challenge_to_make()))), "ok");
    struct Row {
        const char* code;
        Bent bent;
    };
    for (const Row& row : {Row{"passkey.origin_wrong", {.origin = "https://evil.example"}},
                           {"passkey.origin_wrong", {.rp_id = "evil.example"}},
                           {"passkey.origin_wrong", {.across_origins = true}},
                           {"passkey.malformed", {.type = "webauthn.create"}},
                           {"passkey.challenge_wrong", {.challenge = "another challenge"}},
                           {"passkey.not_verified", {.flags = 0x01}}})
        EXPECT_EQ(code(sign_in_with(phone.sign(challenge(), row.bent))), row.code);

    EXPECT_EQ(code(sign_in_with(phone.sign(challenge("another browser")))), "passkey.challenge_wrong");
    auto forged = phone.sign(challenge());
    forged.authenticator_data[36] = static_cast<char>(forged.authenticator_data[36] ^ 0x40);
    EXPECT_EQ(code(sign_in_with(forged)), "passkey.signature_wrong");
    Authenticator stranger;
    stranger.count = 100;
    EXPECT_EQ(code(sign_in_with(stranger.sign(challenge()))), "passkey.signature_wrong") << "another's key";
    stranger.id = "credential-of-no";
    EXPECT_EQ(code(sign_in_with(stranger.sign(challenge()))), "passkey.unknown");
    auto handed = phone.sign(challenge());
    handed.user_handle = "acc_somebody";
    EXPECT_EQ(code(sign_in_with(handed)), "passkey.unknown");

    const auto once = phone.sign(challenge());
    EXPECT_EQ(code(sign_in_with(once)), "signed in");
    EXPECT_EQ(code(sign_in_with(once)), "passkey.challenge_wrong") << "a replay";
    ASSERT_TRUE(identity->stand("li.na", ports::Standing::locked).ok());
    EXPECT_EQ(code(sign_in_with(phone.sign(challenge()))), "session.account_locked");
}

// The provider names wang.wei and asked for a password alone; the request brings li.na's passkey too, whose
// signature nobody looks at on this way. It must not stand for wang.wei's second factor.
TEST_F(PasskeyTest, BroughtAlongWithAnotherWayCountsForNothing) {
    ASSERT_EQ(code_of(finish(phone.make(challenge_to_make()))), "ok");
    add("wang.wei");
    ASSERT_TRUE(identity->link("wang.wei", "https://id.example", "4711").ok());
    auto forged = phone.sign(challenge());
    forged.signature = "made up";
    ports::SignIn both{"", {}, {}, "10.0.0.1"};
    both.passkey = forged;
    both.challenge_for = "browser";
    both.signed_on = ports::SignedOn{"https://id.example", "4711", ports::SignedOn::With::one_factor};
    EXPECT_EQ(code(attempt(both)), "session.one_way");
    auto with_login = both;
    with_login.signed_on.reset();
    with_login.login = "wang.wei";
    with_login.password = PersonalText{"a good password"};
    EXPECT_EQ(code(attempt(with_login)), "session.one_way");
    auto sign_on_and_login = with_login;
    sign_on_and_login.passkey.reset();
    sign_on_and_login.signed_on = both.signed_on;
    EXPECT_EQ(code(attempt(sign_on_and_login)), "session.one_way");
    const auto alone = signed_on("4711", ports::SignedOn::With::one_factor);
    ASSERT_EQ(code(alone), "signed in");
    EXPECT_EQ(std::get<SignedIn>(alone).session->proof, Proof::single_sign_on);
}

TEST_F(PasskeyTest, ACopyIsNoticedByItsCount) {
    ASSERT_EQ(code_of(finish(phone.make(challenge_to_make()))), "ok");
    phone.count = 10;
    EXPECT_EQ(code(sign_in_with(phone.sign(challenge()))), "signed in");
    phone.count = 10;
    EXPECT_EQ(code(sign_in_with(phone.sign(challenge()))), "passkey.counter_regressed") << "11 again";
    phone.count = 4;
    EXPECT_EQ(code(sign_in_with(phone.sign(challenge()))), "passkey.counter_regressed");
    EXPECT_EQ(identity->attempts_of(session->account_id)->front().outcome, "passkey.counter_regressed");
    EXPECT_TRUE(counts_on(0, 0)) << "an authenticator that does not count";
    EXPECT_FALSE(counts_on(1, 0));
}

TEST_F(PasskeyTest, WhoHasSeveralPostsChoosesWithTheSameTouch) {
    ASSERT_TRUE(identity->grant("li.na", post("pst_watch-officer.420100", "watch_officer")).ok());
    ASSERT_EQ(code_of(finish(phone.make(challenge_to_make()))), "ok");
    const auto touch = phone.sign(challenge());
    EXPECT_EQ(code(sign_in_with(touch)), "session.post_required");
    EXPECT_EQ(code(sign_in_with(touch, "browser", "pst_watch-officer.420100")), "signed in");
}

TEST_F(PasskeyTest, IsRemovedByItsPersonOnly) {
    ASSERT_EQ(code_of(finish(phone.make(challenge_to_make()))), "ok");
    const auto held = identity->factors_of(*session)->passkeys[0].passkey_id;
    add("wang.wei");
    const auto other = identity->session(token_of("wang.wei"));
    EXPECT_FALSE(identity->remove_passkey(*other, held).ok());
    const auto in = sign_in_with(phone.sign(challenge()));
    const auto fresh = std::get<SignedIn>(in).session;
    ASSERT_TRUE(identity->remove_passkey(*fresh, held).ok());
    EXPECT_FALSE(identity->remove_passkey(*fresh, held).ok());
    EXPECT_EQ(code(sign_in_with(phone.sign(challenge()))), "passkey.unknown");
    EXPECT_EQ(identity->factors_of(*session)->recovery_codes_left, 0u);
}

TEST(RelyingParty, WithoutAnOriginItIsLocalhost) {
    EXPECT_EQ(relying_party("").rp_id, "localhost");
    EXPECT_EQ(relying_party("https://anlan.example:8443/").origin, "https://anlan.example:8443");
    EXPECT_EQ(relying_party("https://anlan.example:8443/").rp_id, "anlan.example");
    const auto local = relying_party("");
    const auto refused = [&](const std::string& origin) {
        Authenticator any;
        const auto made = read_made(local, any.make("c", {.origin = origin, .rp_id = "localhost"}));
        return !made.ok();
    };
    EXPECT_FALSE(refused("http://localhost:8110"));
    EXPECT_FALSE(refused("https://localhost"));
    EXPECT_TRUE(refused("http://localhost.evil.example"));
    EXPECT_TRUE(refused("http://127.0.0.1:8110"));
}

TEST(Challenges, AreForOneUseAndOnePersonUntilTheyEnd) {
    Challenges challenges;
    const Instant now{Millis{1'790'000'000'000}};
    const auto given = challenges.give(ChallengeFor::signing_in, "b", now);
    EXPECT_TRUE(challenges.holds(given, ChallengeFor::signing_in, "b", now + 5min - 1ms));
    EXPECT_FALSE(challenges.holds(given, ChallengeFor::signing_in, "b", now + 5min));
    EXPECT_FALSE(challenges.holds(given, ChallengeFor::making, "b", now));
    EXPECT_FALSE(challenges.holds(given, ChallengeFor::signing_in, "c", now));
    EXPECT_FALSE(challenges.holds("", ChallengeFor::signing_in, "b", now));
    EXPECT_FALSE(Challenges{}.holds(given, ChallengeFor::signing_in, "b", now)) << "another process's";
    for (std::size_t i = 0; i < given.size(); ++i) {
        auto bent = given;
        bent[i] = static_cast<char>(bent[i] ^ 1);
        EXPECT_FALSE(challenges.holds(bent, ChallengeFor::signing_in, "b", now)) << "byte " << i;
    }
    EXPECT_TRUE(challenges.take(given, ChallengeFor::signing_in, "b", now));
    EXPECT_FALSE(challenges.take(given, ChallengeFor::signing_in, "b", now + 5min - 1ms));
}

TEST_F(PasskeyTest, TheFirstOneWantsAnEnrolmentCodeWhereAPostRequiresOne) {
    ASSERT_TRUE(identity->grant("li.na", post("pst_administrator.420100", "administrator")).ok());
    EXPECT_EQ(code_of(finish(phone.make(challenge_to_make()))), "factor.enrolment_code_required");
    auto made = phone.make(challenge_to_make());
    made.enrolment_code = identity->make_enrolment_code("li.na", 60min, "command line").value().code;
    EXPECT_EQ(code_of(finish(made)), "ok");
}

TEST_F(PasskeyTest, AFloodOfChallengesPushesNobodysOut) {
    ASSERT_EQ(code_of(finish(phone.make(challenge_to_make()))), "ok");
    const auto touched = phone.sign(challenge());
    for (int i = 0; i < 50'000; ++i) (void)challenge("an attacker's browser");
    EXPECT_EQ(code(sign_in_with(touched)), "signed in");
}

}  // namespace
}  // namespace anlan::adapters::identity
