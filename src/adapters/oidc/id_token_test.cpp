// Tokens good and bad, signed by keys of OpenSSL as a provider would.
#include "adapters/oidc/id_token.hpp"

#include "adapters/oidc/bytes.hpp"
#include "adapters/oidc/fetch.hpp"

#include <gtest/gtest.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace anlan::adapters::oidc {
namespace {

constexpr std::int64_t now_s = 1'790'000'000;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string number(EVP_PKEY* key, const char* name) {
    BIGNUM* value = nullptr;
    EXPECT_EQ(EVP_PKEY_get_bn_param(key, name, &value), 1);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
    BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(value);
    return bytes;
}

class Signer {
public:
    explicit Signer(EVP_PKEY* key) : key_(key) {}
    ~Signer() { EVP_PKEY_free(key_); }
    Signer(const Signer&) = delete;
    Signer& operator=(const Signer&) = delete;

    ProviderKey rsa(const std::string& kid) const {
        return {.kty = "RSA",
                .kid = kid,
                .use = "sig",
                .n = base64url(number(key_, OSSL_PKEY_PARAM_RSA_N)),
                .e = base64url(number(key_, OSSL_PKEY_PARAM_RSA_E))};
    }
    ProviderKey ec(const std::string& kid) const {
        std::array<unsigned char, 65> point{};
        std::size_t size = 0;
        EVP_PKEY_get_octet_string_param(key_, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(), &size);
        const std::string xy{reinterpret_cast<const char*>(point.data()) + 1, 64};
        return {.kty = "EC",
                .kid = kid,
                .crv = "P-256",
                .x = base64url(xy.substr(0, 32)),
                .y = base64url(xy.substr(32))};
    }
    std::string sign(const std::string& text) const {
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        std::string made(512, '\0');
        std::size_t size = made.size();
        EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_);
        EVP_DigestSign(context, reinterpret_cast<unsigned char*>(made.data()), &size, bytes_of(text),
                       text.size());
        EVP_MD_CTX_free(context);
        made.resize(size);
        return made;
    }
    // r and s, 32 bytes each.
    std::string sign_as_jose(const std::string& text) const {
        const auto der = sign(text);
        const unsigned char* at = bytes_of(der);
        ECDSA_SIG* read = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
        std::string made(64, '\0');
        BN_bn2binpad(ECDSA_SIG_get0_r(read), reinterpret_cast<unsigned char*>(made.data()), 32);
        BN_bn2binpad(ECDSA_SIG_get0_s(read), reinterpret_cast<unsigned char*>(made.data()) + 32, 32);
        ECDSA_SIG_free(read);
        return made;
    }
    std::string pem() const {
        BIO* bio = BIO_new(BIO_s_mem());
        PEM_write_bio_PUBKEY(bio, key_);
        char* text = nullptr;
        const auto size = BIO_get_mem_data(bio, &text);
        std::string read{text, static_cast<std::size_t>(size)};
        BIO_free(bio);
        return read;
    }

private:
    EVP_PKEY* key_;
};

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
        return base64url(head) + "." + base64url(body);
    }
    std::string rs256(const std::string& body,
                      const std::string& head = R"({"alg":"RS256","kid":"r1","typ":"JWT"})") const {
        const auto text = unsigned_token(head, body);
        return text + "." + base64url(rsa.sign(text));
    }
    std::string es256(const std::string& body) const {
        const auto text = unsigned_token(R"({"alg":"ES256","kid":"e1"})", body);
        return text + "." + base64url(ec.sign_as_jose(text));
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
    EXPECT_EQ(why(text + "." + base64url(mac)), "algorithm HS256");

    // One kind of key under the other's name, and the other way.
    const auto as_ec = unsigned_token(R"({"alg":"ES256","kid":"r1"})", body);
    EXPECT_EQ(why(as_ec + "." + base64url(rsa.sign(as_ec))), "no such key");
    const auto as_rsa = unsigned_token(R"({"alg":"RS256","kid":"e1"})", body);
    EXPECT_EQ(why(as_rsa + "." + base64url(ec.sign(as_rsa))), "no such key");

    const auto head = std::string{R"({"alg":"RS256","kid":"r1"})"};
    const auto foreign = unsigned_token(head, body);
    EXPECT_EQ(why(foreign + "." + base64url(stranger.sign(foreign))), "wrong signature");
    const auto good = rs256(body, head);
    const auto signature = good.substr(good.rfind('.'));
    EXPECT_EQ(why(unsigned_token(head, claims("\"li\"", "\"chief\"")) + signature), "wrong signature");
    EXPECT_EQ(why(good.substr(0, good.size() - 2)), "wrong signature");
    EXPECT_EQ(why(good.substr(0, good.rfind('.') + 1)), "wrong signature");
    EXPECT_EQ(why(rs256(body, R"({"alg":"RS256","kid":"r2"})")), "no such key");
    EXPECT_EQ(why(rs256(body, R"({"alg":"RS256","kid":"r1","crit":["x"]})")),
              "it asks for what is not understood");
    const auto der = unsigned_token(R"({"alg":"ES256","kid":"e1"})", body);
    EXPECT_EQ(why(der + "." + base64url(ec.sign(der))), "wrong signature") << "DER is not JOSE";
    EXPECT_EQ(why(der + "." + base64url(std::string(64, '\0'))), "wrong signature");
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
    EXPECT_EQ(why(text + "." + base64url(weak.sign(text))), "wrong signature") << "too short a key";
    keys = {{rsa.rsa("a"), stranger.rsa("b")}};
    EXPECT_EQ(why(rs256(claims(), R"({"alg":"RS256"})")), "no such key") << "which of two is not said";
    keys = {{rsa.rsa("a"), ec.ec("b")}};
    EXPECT_EQ(why(rs256(claims(), R"({"alg":"RS256"})")), "let in") << "the only one of its kind";
    EXPECT_FALSE(knows_key(keys, rs256(claims())));
}

TEST(Fetch, AsksOnlyWhereItIsSafe) {
    for (const char* url : {"https://id.example", "http://localhost:3000/x", "http://127.0.0.1/"})
        EXPECT_TRUE(is_trusted_url(url)) << url;
    for (const char* url : {"http://id.example", "http://localhost.evil.example", "file:///etc/passwd", "",
                            "http://127.0.0.1.evil.example"})
        EXPECT_FALSE(is_trusted_url(url)) << url;
    const auto refused = fetch({"http://id.example", {}, {}, {}});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "sign_on.provider");
}

}  // namespace
}  // namespace anlan::adapters::oidc
