#include "adapters/identity/identity_test_support.hpp"
#include "adapters/identity/token.hpp"
#include "adapters/identity/totp.hpp"

#include <fstream>
#include <iterator>

namespace anlan::adapters::identity {
namespace {

namespace fs = std::filesystem;
using ports::Proof;
using ports::TotpAlgorithm;

class FactorsTest : public IdentityTest {
protected:
    using Codes = Result<ports::RecoveryCodes, ports::AccountTrouble>;

    static std::string code_of(const ports::AccountTrouble& trouble) {
        const auto* refusal = std::get_if<kernel::Refusal>(&trouble);
        return refusal == nullptr ? "fault" : refusal->code;
    }
    template <class T>
    static std::string code_of(const Result<T, ports::AccountTrouble>& result) {
        return result.ok() ? "ok" : code_of(result.error());
    }

    static std::string secret_of(const ports::TotpOffer& offer) {
        std::string bytes;
        std::uint32_t held = 0;
        unsigned bits = 0;
        for (const char c : offer.secret.reveal()) {
            held = (held << 5U) | static_cast<std::uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
            if (bits += 5; bits >= 8) bytes += static_cast<char>((held >> (bits -= 8)) & 255U);
        }
        return bytes;
    }
    std::string code_now(Seconds later = 0s) {
        return totp_code(secret, TotpAlgorithm::sha1, totp_step_at(clock.now() + later));
    }

    ports::SessionPtr session_of(const ports::SignInOutcome& outcome) {
        const auto* in = std::get_if<SignedIn>(&outcome);
        return in == nullptr ? nullptr : identity->session(in->token);
    }
    Proof proof_of(const ports::SessionPtr& session) {
        const auto open = identity->sessions_of(session->account_id);
        for (const auto& one : open.value())
            if (one.session_id == session->session_id) return one.proof;
        return Proof::service_key;
    }
    Codes confirm(const ports::SessionPtr& session, const std::string& typed,
                  const std::string& enrolment_code = "") {
        std::promise<Codes> promise;
        identity->confirm_totp(session, PersonalText{typed}, PersonalText{enrolment_code},
                               [&](Codes codes) { promise.set_value(std::move(codes)); });
        return promise.get_future().get();
    }
    Codes renew(const ports::SessionPtr& session) {
        std::promise<Codes> promise;
        identity->renew_recovery_codes(session, [&](Codes codes) { promise.set_value(std::move(codes)); });
        return promise.get_future().get();
    }

    // li.na with an authenticator; the next code that counts is one step later.
    ports::RecoveryCodes enrol() {
        add("li.na");
        const auto session = session_of(sign_in("li.na"));
        const auto offer = identity->begin_totp(*session, TotpAlgorithm::sha1);
        EXPECT_TRUE(offer.ok());
        secret = secret_of(offer.value());
        auto codes = confirm(session, code_now());
        EXPECT_TRUE(codes.ok());
        clock.pass(30s);
        return std::move(codes).value();
    }

    std::string secret;
};

TEST_F(FactorsTest, AnAuthenticatorCountsFromItsConfirmation) {
    add("li.na");
    const auto session = session_of(sign_in("li.na"));
    EXPECT_EQ(code_of(confirm(session, "123456")), "factor.not_begun");
    const auto offer = identity->begin_totp(*session, TotpAlgorithm::sha1);
    ASSERT_TRUE(offer.ok());
    secret = secret_of(*offer);
    EXPECT_EQ(secret.size(), 20u);
    EXPECT_NE(offer->uri.reveal().find("secret=" + offer->secret.reveal()), std::string::npos);
    EXPECT_EQ(code(sign_in("li.na")), "signed in") << "begun is not enrolled";
    EXPECT_EQ(code_of(confirm(session, code_now(-90s))), "session.code_wrong");
    EXPECT_EQ(identity->factors_of(*session)->totp_since, std::nullopt);

    const auto codes = confirm(session, code_now());
    ASSERT_TRUE(codes.ok());
    EXPECT_EQ(codes.value().size(), 10u);
    const auto held = identity->factors_of(*session);
    EXPECT_EQ(held->totp_since, clock.now());
    EXPECT_EQ(held->recovery_codes_left, 10u);
    EXPECT_EQ(proof_of(session), Proof::totp) << "the session that confirmed has proved it";
    identity = make();
    EXPECT_EQ(proof_of(session), Proof::totp);
}

// A stolen password sets up nothing on an account that may sit at such a post, at whichever it sits down.
TEST_F(FactorsTest, TheFirstFactorWantsAnEnrolmentCodeWhereAPostRequiresOne) {
    add("liu.min", {post("pst_dispatcher.420106"), post("pst_administrator.420100", "administrator")});
    const auto session = identity->session(token_of("liu.min", "pst_dispatcher.420106"));
    EXPECT_TRUE(identity->factors_of(*session)->needs_enrolment_code);
    secret = secret_of(identity->begin_totp(*session, TotpAlgorithm::sha1).value());
    EXPECT_EQ(code_of(confirm(session, code_now())), "factor.enrolment_code_required");
    EXPECT_EQ(code_of(confirm(session, code_now(), "K7QF-2MNA-X4TP-9RWD")), "factor.enrolment_code_wrong");

    const auto old = identity->make_enrolment_code("liu.min", 60min, "acc_admin").value();
    const auto made = identity->make_enrolment_code("liu.min", 60min, "acc_admin").value();
    EXPECT_EQ(made.ends_at, clock.now() + 60min);
    EXPECT_EQ(code_of(confirm(session, code_now(), old.code.reveal())), "factor.enrolment_code_wrong")
        << "another was made since";
    EXPECT_EQ(code_of(confirm(session, "000000", made.code.reveal())), "session.code_wrong");
    EXPECT_TRUE(confirm(session, code_now(), made.code.reveal()).ok())
        << "a slip of the finger costs no code";
    EXPECT_FALSE(identity->factors_of(*session)->needs_enrolment_code);
    EXPECT_EQ(code_of(identity->make_enrolment_code("liu.min", 60min, "acc_admin")),
              "factor.enrolment_is_over");
    EXPECT_EQ(code_of(identity->make_enrolment_code("nobody", 60min, "acc_admin")), "account.unknown");
    const auto tried = identity->attempts_of(session->account_id).value();
    EXPECT_TRUE(std::any_of(tried.begin(), tried.end(), [](const ports::Attempt& one) {
        return one.outcome == "factor.enrolment_code_made" && one.client == "acc_admin";
    })) << "its person sees that one was made";
}

TEST_F(FactorsTest, AnEnrolmentCodeEndsAndIsForItsAccountAndOnce) {
    for (const char* login : {"liu.min", "zhao.min"})
        add(login, {post("pst_administrator.420100", "administrator")});
    auto session = session_of(sign_in("liu.min"));
    secret = secret_of(identity->begin_totp(*session, TotpAlgorithm::sha1).value());
    const auto others = identity->make_enrolment_code("zhao.min", 5min, "command line").value();
    const auto made = identity->make_enrolment_code("liu.min", 5min, "command line").value();
    EXPECT_EQ(code_of(confirm(session, code_now(), others.code.reveal())), "factor.enrolment_code_wrong");
    clock.pass(5min);
    EXPECT_EQ(code_of(confirm(session, code_now(), made.code.reveal())), "factor.enrolment_code_wrong");
    const auto again = identity->make_enrolment_code("liu.min", 5min, "command line").value();
    ASSERT_TRUE(confirm(session, code_now(), again.code.reveal()).ok());
    ASSERT_TRUE(identity->reset_factors("liu.min").ok());
    session = session_of(sign_in("liu.min"));
    secret = secret_of(identity->begin_totp(*session, TotpAlgorithm::sha1).value());
    EXPECT_EQ(code_of(confirm(session, code_now(), again.code.reveal())), "factor.enrolment_code_wrong")
        << "it was used";
}

TEST_F(FactorsTest, OneAccountDoesNotFillTheQueueOfThoseWhoSignIn) {
    enrol();
    const auto session = session_of(with_code("li.na", code_now()));
    ASSERT_NE(session, nullptr);
    std::atomic<int> answered{0}, turned_away{0};
    for (int i = 0; i < 100; ++i)
        identity->renew_recovery_codes(session, [&](const Codes& codes) {
            if (!codes.ok()) ++turned_away;
            ++answered;
        });
    EXPECT_EQ(code(sign_in("li.na", "a bad password")), "session.wrong_credentials")
        << "and not session.busy";
    while (answered < 100) std::this_thread::yield();
    EXPECT_GT(turned_away, 50);
}

TEST_F(FactorsTest, ACodeIsAskedForAndCountsOnce) {
    enrol();
    const auto asked = sign_in("li.na");
    ASSERT_EQ(code(asked), "session.second_factor_required");
    EXPECT_EQ(std::get<NotSignedIn>(asked).factors, (std::vector{Proof::totp, Proof::recovery_code}));
    EXPECT_EQ(code(sign_in("li.na", "a bad password")), "session.wrong_credentials") << "nothing is told";
    EXPECT_EQ(code(with_code("li.na", code_now(-30s))), "session.code_wrong") << "that one confirmed";
    const auto used = code_now();
    const auto in = with_code("li.na", used.substr(0, 3) + " " + used.substr(3));
    ASSERT_EQ(code(in), "signed in");
    EXPECT_EQ(session_of(in)->proof, Proof::totp);
    EXPECT_EQ(code(with_code("li.na", used)), "session.code_wrong") << "a replay";
    identity = make();
    EXPECT_EQ(code(with_code("li.na", used)), "session.code_wrong") << "a replay after a restart";
    EXPECT_EQ(code(with_code("li.na", code_now(30s))), "signed in") << "a phone half a minute ahead";
}

TEST_F(FactorsTest, OfTwoProcessesThatTakeTheSameCodeOneDoes) {
    enrol();
    auto other = make();
    const auto used = code_now();
    EXPECT_EQ(code(with_code("li.na", used)), "signed in");
    std::swap(identity, other);
    EXPECT_EQ(code(with_code("li.na", used)), "session.code_wrong");
}

TEST_F(FactorsTest, ARecoveryCodeStandsInOnce) {
    const auto codes = enrol();
    std::string typed = codes[3].reveal();
    EXPECT_EQ(code(with_code("li.na", "0000-0000-0000-0000")), "session.code_wrong");
    std::transform(typed.begin(), typed.end(), typed.begin(), [](char c) { return c == '-' ? ' ' : c; });
    const auto in = with_code("li.na", typed);
    ASSERT_EQ(code(in), "signed in");
    EXPECT_EQ(session_of(in)->proof, Proof::recovery_code);
    EXPECT_EQ(code(with_code("li.na", codes[3].reveal())), "session.code_wrong");
    EXPECT_EQ(identity->factors_of(*session_of(in))->recovery_codes_left, 9u);

    const auto renewed = renew(session_of(in));
    ASSERT_TRUE(renewed.ok());
    EXPECT_EQ(code(with_code("li.na", codes[4].reveal())), "session.code_wrong") << "void from now on";
    EXPECT_EQ(code(with_code("li.na", renewed.value()[0].reveal())), "signed in");
}

TEST_F(FactorsTest, HowOneSignsInIsChangedFromAFreshSessionOnly) {
    enrol();
    const auto fresh = session_of(with_code("li.na", code_now()));
    EXPECT_EQ(code_of(identity->begin_totp(*fresh, TotpAlgorithm::sha1)), "factor.already_enrolled");
    clock.pass(10min);
    EXPECT_EQ(code_of(identity->remove_totp(*fresh)), "factor.sign_in_again");
    EXPECT_EQ(code_of(renew(fresh)), "factor.sign_in_again");
    const auto again = session_of(with_code("li.na", code_now()));
    ASSERT_TRUE(identity->remove_totp(*again).ok());
    EXPECT_EQ(identity->factors_of(*again)->recovery_codes_left, 0u);
    EXPECT_EQ(code(sign_in("li.na")), "signed in");
    EXPECT_EQ(code_of(renew(again)), "factor.nothing_enrolled");
}

TEST_F(FactorsTest, ASessionFromBeforeTheFactorDoesNotTakeItAway) {
    add("li.na");
    const auto before = session_of(sign_in("li.na"));
    const auto session = session_of(sign_in("li.na"));
    const auto offer = identity->begin_totp(*session, TotpAlgorithm::sha1);
    secret = secret_of(*offer);
    ASSERT_TRUE(confirm(session, code_now()).ok());
    EXPECT_EQ(code_of(identity->remove_totp(*before)), "factor.sign_in_again");
}

TEST_F(FactorsTest, WhoeverRunsTheServiceResetsIt) {
    enrol();
    const auto in = with_code("li.na", code_now());
    ASSERT_NE(session_of(in), nullptr);
    const auto command_line = make();
    ASSERT_TRUE(command_line->reset_factors("li.na").ok());
    EXPECT_EQ(code_of(command_line->reset_factors("nobody")), "account.unknown");
    identity->look_again();
    EXPECT_EQ(session_of(in), nullptr) << "it may be a thief's, who enrolled an authenticator of theirs";
    EXPECT_EQ(code(sign_in("li.na")), "signed in");
}

TEST_F(FactorsTest, CodesAreGuessedSlowlyAndOnlyByWhoHasThePassword) {
    enrol();
    for (int i = 0; i < 5; ++i) {
        ports::SignIn guess{"li.na", PersonalText{"a good password"}, {}, "6.6.6." + std::to_string(i)};
        guess.code = PersonalText{"00000" + std::to_string(i)};
        EXPECT_EQ(code(attempt(std::move(guess))), "session.code_wrong") << i;
    }
    ports::SignIn sixth{"li.na", PersonalText{"a good password"}, {}, "6.6.6.9"};
    sixth.code = PersonalText{"000009"};
    const auto slowed = attempt(std::move(sixth));
    EXPECT_EQ(code(slowed), "session.throttled") << "from yet another address";
    EXPECT_EQ(std::get<NotSignedIn>(slowed).retry_after, 1s);
    for (int i = 0; i < 40; ++i) {
        const auto peer = "7.7." + std::to_string(i) + ".7";
        EXPECT_EQ(code(sign_in("li.na", "guess", "", peer)), "session.wrong_credentials");
    }
    clock.pass(1s);
    EXPECT_EQ(code(with_code("li.na", code_now())), "signed in")
        << "forty wrong passwords have not made waiting for a code longer";
}

// What the city's sign-on says counts for what it says: several factors are several, one is one.
TEST_F(FactorsTest, TheProvidersWordCountsForWhatItIs) {
    using With = ports::SignedOn::With;
    enrol();
    ASSERT_TRUE(identity->link("li.na", "https://id.example", "4711").ok());
    EXPECT_EQ(code(signed_on("4711", With::one_factor)), "session.second_factor_required");
    EXPECT_EQ(code(signed_on("4711", With::one_factor, "000000")), "session.code_wrong");
    const auto own = signed_on("4711", With::one_factor, code_now());
    ASSERT_EQ(code(own), "signed in");
    EXPECT_EQ(session_of(own)->proof, Proof::totp);
    const auto several = signed_on("4711", With::several_factors);
    ASSERT_EQ(code(several), "signed in") << "the provider asked for several already";
    EXPECT_EQ(session_of(several)->proof, Proof::single_sign_on_several);
}

// Guesses count for the account that the sign-on has named, whatever the request says of itself.
TEST_F(FactorsTest, CodesAreCountedForTheAccountOnEveryWay) {
    using With = ports::SignedOn::With;
    enrol();
    ASSERT_TRUE(identity->link("li.na", "https://id.example", "4711").ok());
    const auto desk = std::get<SignedIn>(with_code("li.na", code_now())).device_token;
    clock.pass(30s);
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(code(signed_on("4711", With::one_factor, "00000" + std::to_string(i))),
                  "session.code_wrong");
    EXPECT_EQ(code(signed_on("4711", With::one_factor, code_now())), "session.throttled");
    EXPECT_EQ(code(with_code("li.na", code_now())), "session.throttled") << "the same account, by password";
    ports::SignIn own{"", {}, {}, "9.9.9.9"};
    own.signed_on = ports::SignedOn{"https://id.example", "4711", With::one_factor};
    own.device_token = desk;
    own.code = PersonalText{code_now()};
    EXPECT_EQ(code(attempt(std::move(own))), "signed in") << "her own device counts for itself";

    add("wang.wei");
    ASSERT_TRUE(identity->link("wang.wei", "https://id.example", "4712").ok());
    const auto other = session_of(sign_in("wang.wei"));
    const auto offer = identity->begin_totp(*other, TotpAlgorithm::sha1);
    secret = secret_of(*offer);
    ASSERT_TRUE(confirm(other, code_now()).ok());
    clock.pass(30s);
    EXPECT_EQ(code(signed_on("4712", With::one_factor, code_now())), "signed in")
        << "guesses at li.na's codes hold up nobody else";
}

TEST_F(FactorsTest, TheFilesHoldNoSecretThatOpensAnything) {
    const auto codes = enrol();
    std::string all;
    for (const auto& entry : fs::directory_iterator{folder_}) {
        if (entry.path().extension() == ".key") continue;
        std::ifstream file{entry.path(), std::ios::binary};
        all.append(std::istreambuf_iterator<char>{file}, {});
    }
    ASSERT_NE(all.find("$argon2id$"), std::string::npos);
    EXPECT_EQ(all.find(secret), std::string::npos);
    EXPECT_EQ(all.find(base32(secret)), std::string::npos);
    for (const auto& one : codes) {
        EXPECT_EQ(all.find(one.reveal()), std::string::npos);
        EXPECT_EQ(all.find(plain_recovery_code(one.reveal())), std::string::npos);
    }
    const auto key = folder_ / "identity.key";
    EXPECT_EQ(fs::status(key).permissions(), fs::perms::owner_read | fs::perms::owner_write);

    identity.reset();
    fs::permissions(key, fs::perms::group_read, fs::perm_options::add);
    IdentitySettings settings;
    settings.path = (folder_ / "identity.db").string();
    const auto refused = SqliteIdentity::open(settings, clock);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "identity.key_open");
    fs::permissions(key, fs::perms::owner_read | fs::perms::owner_write);

    fs::rename(key, folder_ / "elsewhere");
    identity = make();
    EXPECT_EQ(code(with_code("li.na", code_now())), "session.code_wrong") << "a copy without the key";
    EXPECT_EQ(code(with_code("li.na", codes[0].reveal())), "signed in") << "recovery codes need no key";
}

TEST_F(FactorsTest, ASealedSecretOpensForItsAccountOnly) {
    const auto sealer = Sealer::open(folder_ / "own.key");
    ASSERT_TRUE(sealer.ok());
    const auto sealed = sealer->seal("acc_1", "secret");
    EXPECT_EQ(sealer->unseal("acc_1", sealed), "secret");
    EXPECT_EQ(sealer->unseal("acc_2", sealed), std::nullopt);
    auto bent = sealed;
    bent.back() = bent.back() == 'A' ? 'B' : 'A';
    EXPECT_EQ(sealer->unseal("acc_1", bent), std::nullopt);
    EXPECT_EQ(sealer->unseal("acc_1", ""), std::nullopt);
    EXPECT_EQ(Sealer::open(folder_ / "own.key")->unseal("acc_1", sealed), "secret") << "read again";
    const auto token = sealer->sign("device");
    EXPECT_EQ(sealer->signed_id(token), "device");
    EXPECT_EQ(Sealer::open(folder_ / "another.key")->signed_id(token), std::nullopt);
    for (const auto& wrong : {std::string{}, std::string{"device"}, std::string{"device."},
                              "other" + token.substr(6), token + "A"})
        EXPECT_EQ(sealer->signed_id(wrong), std::nullopt) << wrong;
}

// ---- guesses elsewhere do not hold a known device up

class GuessedTest : public IdentityTest {
protected:
    ports::SignInOutcome at(const std::string& peer, const std::string& device,
                            const std::string& password = "a good password") {
        ports::SignIn given{"li.na", PersonalText{password}, {}, peer};
        given.device_token = device;
        given.device_name = "desk";
        return attempt(std::move(given));
    }
};

TEST_F(GuessedTest, AnAttackerCannotLockTheOfficerOut) {
    add("li.na");
    const auto first = at("10.0.0.1", "");
    ASSERT_EQ(code(first), "signed in");
    const auto desk = std::get<SignedIn>(first).device_token;

    // From the same address behind the gateway, and from two hundred others, also after a restart.
    identity = make();
    for (int i = 0; i < 40; ++i) (void)at("10.0.0.1", "", "guess" + std::to_string(i));
    for (int i = 0; i < 200; ++i) (void)at("6.6.6." + std::to_string(i), "", "guess");
    EXPECT_EQ(code(at("10.0.0.1", "")), "session.throttled") << "a device nobody knows at that address";
    EXPECT_EQ(code(at("9.9.9.9", "")), "session.throttled") << "a device nobody knows, from anywhere";
    EXPECT_EQ(code(at("10.0.0.1", desk)), "signed in") << "her own, from the address under attack";
    EXPECT_EQ(code(at("9.9.9.9", desk)), "signed in") << "her own, from elsewhere";
    EXPECT_EQ(code(at("9.9.9.9", desk + "A")), "session.throttled") << "a signature that is not ours";
}

TEST_F(GuessedTest, AKnownDeviceIsSlowedForItselfAndForNobodyElse) {
    add("li.na");
    add("wang.wei");
    const auto desk = std::get<SignedIn>(at("10.0.0.1", "")).device_token;
    for (int i = 0; i < 5; ++i) EXPECT_EQ(code(at("10.0.0.1", desk, "guess")), "session.wrong_credentials");
    EXPECT_EQ(code(at("10.0.0.1", desk)), "session.throttled");
    EXPECT_EQ(code(at("10.0.0.1", "")), "signed in") << "nothing was counted for the address";
    for (int i = 0; i < 30; ++i) {
        ports::SignIn others{"wang.wei", PersonalText{"guess"}, {}, "6.6.6." + std::to_string(i)};
        others.device_token = desk;
        (void)attempt(std::move(others));
    }
    for (int i = 30; i < 60; ++i)
        (void)attempt({"wang.wei", PersonalText{"guess"}, {}, "6.6.6." + std::to_string(i)});
    ports::SignIn others{"wang.wei", PersonalText{"a good password"}, {}, "6.6.6.99"};
    others.device_token = desk;
    EXPECT_EQ(code(attempt(std::move(others))), "session.throttled")
        << "li.na's desk is not known to wang.wei";
}

TEST_F(GuessedTest, ANewPasswordForgetsTheDevices) {
    add("li.na");
    const auto desk = std::get<SignedIn>(at("10.0.0.1", "")).device_token;
    ASSERT_TRUE(identity->change_password("li.na", PersonalText{"another password"}).ok());
    for (int i = 0; i < 60; ++i) (void)at("6.6.6." + std::to_string(i), "", "guess");
    EXPECT_EQ(code(at("9.9.9.9", desk, "another password")), "session.throttled");
}

TEST_F(GuessedTest, TriesAreListedForTheirPerson) {
    add("li.na");
    (void)at("6.6.6.6", "", "guess");
    clock.pass(1s);
    const auto in = at("10.0.0.1", "");
    const auto account = std::get<SignedIn>(in).session->account_id;
    const auto tries = identity->attempts_of(account);
    ASSERT_TRUE(tries.ok());
    ASSERT_EQ(tries->size(), 2u);
    EXPECT_EQ(tries->front().outcome, "signed_in");
    EXPECT_EQ(tries->front().at, clock.now());
    EXPECT_EQ(tries->front().device_name, "desk");
    EXPECT_EQ(tries->back().outcome, "session.wrong_credentials");
    EXPECT_EQ(tries->back().peer, "6.6.6.6");
    for (int i = 0; i < 120; ++i) (void)at("10.0.0.1", std::get<SignedIn>(in).device_token);
    EXPECT_EQ(identity->attempts_of(account)->size(), 100u) << "the last hundred are kept";
    const auto open = identity->sessions_of(account);
    EXPECT_EQ(open->front().device_name, "desk");
    EXPECT_EQ(open->front().last_seen_at, clock.now());
}

}  // namespace
}  // namespace anlan::adapters::identity
