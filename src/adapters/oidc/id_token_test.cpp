// Tokens good and bad, signed by keys of OpenSSL as a provider would.
#include "adapters/oidc/bytes.hpp"
#include "adapters/oidc/fetch.hpp"
#include "adapters/oidc/signer_test_support.hpp"

#include <openssl/hmac.h>

namespace anlan::adapters::oidc {
namespace {

constexpr std::int64_t now_s = 1'790'000'000;

class IdToken : public ::testing::Test {
protected:
    using Read = Result<ports::SignedOn, kernel::Refusal>;

    static std::string claims(const std::string& bent = "", const std::string& by = "") {
        std::string text =
            R"({"iss":"https://id.example","sub":"li","aud":"anlan","nonce":"n1","exp":1790000300,)"
            R"("iat":1790000000,"auth_time":1790000000,"other":{"deep":[1]}})";
        if (!bent.empty()) text.replace(text.find(bent), bent.size(), by);
        return text;
    }
    static std::string unsigned_token(const std::string& head, const std::string& body) {
        return codec::base64url(head) + "." + codec::base64url(body);
    }
    std::string rs256(const std::string& body,
                      const std::string& head = R"({"alg":"RS256","kid":"r1","typ":"JWT"})") const {
        const auto text = unsigned_token(head, body);
        return text + "." + codec::base64url(rsa.sign(text));
    }
    std::string es256(const std::string& body) const {
        const auto text = unsigned_token(R"({"alg":"ES256","kid":"e1"})", body);
        return text + "." + codec::base64url(ec.sign_as_jose(text));
    }
    Read read(const std::string& token) const {
        return read_id_token(token, keys, {"https://id.example", "anlan", "n1", Instant{Seconds{now_s}}});
    }
    std::string why(const std::string& token) const {
        const auto result = read(token);
        if (result.ok()) return "let in";
        EXPECT_EQ(result.error().code, "session.sign_on_wrong");
        const auto colon = result.error().message.find(": ");
        return result.error().message.substr(colon + 2);
    }

    Signer rsa{EVP_RSA_gen(2'048)};
    Signer ec{EVP_EC_gen("P-256")};
    Signer stranger{EVP_RSA_gen(2'048)};
    ProviderKeys keys{{rsa.rsa("r1"), ec.ec("e1")}};
};

TEST_F(IdToken, LetsInWhomTheProviderNamed) {
    for (const auto& token : {rs256(claims()), es256(claims())}) {
        const auto whom = read(token);
        ASSERT_TRUE(whom.ok()) << whom.error().message;
        EXPECT_EQ(whom.value().subject, "li");
        EXPECT_EQ(whom.value().issuer, "https://id.example");
        EXPECT_EQ(whom.value().with, ports::SignedOn::With::one_factor);
    }
    const auto several = read(rs256(claims(R"("other")", R"("amr":["pwd","mfa"],"other")")));
    EXPECT_EQ(several.value().with, ports::SignedOn::With::several_factors);
    for (const char* one : {R"("amr":["pwd","otp"],"other")", R"("amr":["MFA","mfa2"],"other")",
                            R"("amr":[],"other")", R"("acr":"mfa","other")"})
        EXPECT_EQ(read(rs256(claims(R"("other")", one))).value().with, ports::SignedOn::With::one_factor)
            << one;
    EXPECT_TRUE(read(rs256(claims(R"("aud":"anlan")", R"("aud":["anlan"])"))).ok());
    EXPECT_TRUE(read(rs256(claims(R"("aud":"anlan")", R"("aud":["x","anlan"],"azp":"anlan")"))).ok());
    EXPECT_TRUE(read(rs256(claims(R"("exp":1790000300)", R"("exp":1789999941)"))).ok()) << "clocks differ";
}

TEST_F(IdToken, LetsNobodyInWithBentClaims) {
    struct Row {
        const char *bent, *by, *why;
    };
    for (const Row& row :
         {Row{"https://id.example", "https://evil.example", "another issuer"},
          {"https://id.example", "https://id.example/", "another issuer"},
          {R"("aud":"anlan")", R"("aud":"other")", "another audience"},
          {R"("aud":"anlan")", R"("aud":["other"])", "another audience"},
          {R"("aud":"anlan")", R"("aud":[])", "another audience"},
          {R"("aud":"anlan",)", "", "another audience"},
          {R"("aud":"anlan")", R"("aud":["anlan","x"])", "several audiences, and not for whom"},
          {R"("aud":"anlan")", R"("aud":["anlan","x"],"azp":"x")", "for another client"},
          {R"("aud":"anlan")", R"("aud":"anlan","azp":"x")", "for another client"},
          {R"("exp":1790000300)", R"("exp":1789999940)", "expired"},
          {R"("exp":1790000300,)", "", "expired"},
          {R"("iat":1790000000)", R"("iat":1790000061)", "issued in the future"},
          {R"("iat":1790000000,)", "", "issued in the future"},
          {R"("other")", R"("nbf":1790000061,"other")", "not valid yet"},
          {R"("nonce":"n1")", R"("nonce":"n2")", "another nonce"},
          {R"("nonce":"n1",)", "", "another nonce"},
          {R"("sub":"li")", R"("sub":"")", "no subject"},
          {R"("sub":"li")", R"("sub":7)", "its claims cannot be read"}})
        EXPECT_EQ(why(rs256(claims(row.bent, row.by))), row.why) << row.by;
    EXPECT_EQ(why(rs256(claims(R"("li")", '"' + std::string(256, 'x') + '"'))), "no subject");
}

TEST_F(IdToken, LetsNobodyInWithoutTheProvidersSignature) {
    const auto body = claims();
    const auto none = unsigned_token(R"({"alg":"none"})", body);
    EXPECT_EQ(why(none + "."), "algorithm none");
    EXPECT_EQ(why(none), "it is no token");
    EXPECT_EQ(why(unsigned_token(R"({"alg":"None","kid":"r1"})", body) + "."), "algorithm None");

    // The public key as the secret of a MAC: the classic confusion.
    const auto text = unsigned_token(R"({"alg":"HS256","kid":"r1"})", body);
    const auto pem = rsa.pem();
    std::string mac(32, '\0');
    HMAC(EVP_sha256(), pem.data(), static_cast<int>(pem.size()), bytes_of(text), text.size(),
         reinterpret_cast<unsigned char*>(mac.data()), nullptr);
    EXPECT_EQ(why(text + "." + codec::base64url(mac)), "algorithm HS256");

    // One kind of key under the other's name, and the other way.
    const auto as_ec = unsigned_token(R"({"alg":"ES256","kid":"r1"})", body);
    EXPECT_EQ(why(as_ec + "." + codec::base64url(rsa.sign(as_ec))), "no such key");
    const auto as_rsa = unsigned_token(R"({"alg":"RS256","kid":"e1"})", body);
    EXPECT_EQ(why(as_rsa + "." + codec::base64url(ec.sign(as_rsa))), "no such key");

    const auto head = std::string{R"({"alg":"RS256","kid":"r1"})"};
    const auto foreign = unsigned_token(head, body);
    EXPECT_EQ(why(foreign + "." + codec::base64url(stranger.sign(foreign))), "wrong signature");
    const auto good = rs256(body, head);
    const auto signature = good.substr(good.rfind('.'));
    EXPECT_EQ(why(unsigned_token(head, claims("\"li\"", "\"chief\"")) + signature), "wrong signature");
    EXPECT_EQ(why(good.substr(0, good.size() - 2)), "wrong signature");
    EXPECT_EQ(why(good.substr(0, good.rfind('.') + 1)), "wrong signature");
    EXPECT_EQ(why(rs256(body, R"({"alg":"RS256","kid":"r2"})")), "no such key");
    EXPECT_EQ(why(rs256(body, R"({"alg":"RS256","kid":"r1","crit":["x"]})")),
              "it asks for what is not understood");
    const auto der = unsigned_token(R"({"alg":"ES256","kid":"e1"})", body);
    EXPECT_EQ(why(der + "." + codec::base64url(ec.sign(der))), "wrong signature") << "DER is not JOSE";
    EXPECT_EQ(why(der + "." + codec::base64url(std::string(64, '\0'))), "wrong signature");
    for (const char* garbage : {"", ".", "..", "a.b.c", "a.b.c.d"})
        EXPECT_NE(why(garbage), "let in") << garbage;
}

TEST_F(IdToken, TakesNoKeyThatIsNotForThis) {
    auto bent = rsa.rsa("r1");
    bent.use = "enc";
    keys = {{bent}};
    EXPECT_EQ(why(rs256(claims())), "no such key");
    bent = rsa.rsa("r1");
    bent.alg = "RS512";
    keys = {{bent}};
    EXPECT_EQ(why(rs256(claims())), "no such key");
    const Signer weak{EVP_RSA_gen(1'024)};
    keys = {{weak.rsa("r1")}};
    const auto text = unsigned_token(R"({"alg":"RS256","kid":"r1"})", claims());
    EXPECT_EQ(why(text + "." + codec::base64url(weak.sign(text))), "wrong signature") << "too short a key";
    keys = {{rsa.rsa("a"), stranger.rsa("b")}};
    EXPECT_EQ(why(rs256(claims(), R"({"alg":"RS256"})")), "no such key") << "which of two is not said";
    keys = {{rsa.rsa("a"), ec.ec("b")}};
    EXPECT_EQ(why(rs256(claims(), R"({"alg":"RS256"})")), "let in") << "the only one of its kind";
    EXPECT_FALSE(knows_key(keys, rs256(claims())));
}

TEST(Fetch, AsksOnlyWhereItIsSafe) {
    for (const char* url : {"https://id.example", "https://id.example:8443/x?y@z", "http://localhost:3000/x",
                            "http://localhost", "http://localhost?x", "http://127.0.0.1/"})
        EXPECT_TRUE(is_trusted_url(url)) << url;
    for (const char* url : {"http://id.example", "http://localhost.evil.example", "file:///etc/passwd", "",
                            "http://127.0.0.1.evil.example", "http://localhost@evil.example",
                            "http://localhost:x@evil.example/", "http://127.0.0.1:80@evil.example",
                            "http://localhost:80\\@evil.example/", "http://localhost\\.evil.example",
                            "http://localhost:80x/", "http://localhost:/", "https://id.example@evil.example/",
                            "https://", "HTTP://localhost", "localhost"})
        EXPECT_FALSE(is_trusted_url(url)) << url;
    const std::atomic<bool> given_up{false};
    const auto refused = fetch({"http://localhost:1@evil.example", {}, {}, {}}, given_up);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "sign_on.provider");
}

}  // namespace
}  // namespace anlan::adapters::oidc
