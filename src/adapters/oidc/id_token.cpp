#include "adapters/oidc/id_token.hpp"

#include "adapters/oidc/bytes.hpp"
#include "codec/base64url.hpp"
#include "codec/json.hpp"

#include <algorithm>
#include <memory>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace anlan::adapters::oidc {
namespace {

constexpr Seconds leeway{60};  // clocks of two machines
constexpr std::size_t subject_max = 255;
constexpr std::size_t ec_part_bytes = 32;
constexpr std::size_t rsa_bits_min = 2'048;

struct Head {
    std::string alg;
    std::string kid;
    std::optional<std::vector<std::string>> crit;
};
BOOST_DESCRIBE_STRUCT(Head, (), (alg, kid, crit))

struct Claims {
    std::string iss;
    std::string sub;
    codec::RawJson aud;  // one, or a list
    std::optional<std::string> azp;
    std::string nonce;
    std::optional<double> exp;
    std::optional<double> iat;
    std::optional<double> nbf;
    std::vector<std::string> amr;
};
BOOST_DESCRIBE_STRUCT(Claims, (), (iss, sub, aud, azp, nonce, exp, iat, nbf, amr))

// header.claims.signature
struct Parts {
    std::string head;
    std::string claims;
    std::string signature;
    std::string_view is_signed;
};

std::optional<Parts> take_apart(std::string_view token) {
    const auto first = token.find('.');
    const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    auto head = codec::from_base64url(token.substr(0, first));
    auto claims = codec::from_base64url(token.substr(first + 1, second - first - 1));
    auto signature = codec::from_base64url(token.substr(second + 1));
    if (!head || !claims || !signature) return std::nullopt;
    return Parts{std::move(*head), std::move(*claims), std::move(*signature), token.substr(0, second)};
}

std::optional<Head> head_of(const Parts& parts) {
    auto read = codec::read_json<Head>(parts.head, codec::Unknown::ignore);
    return read.ok() ? std::optional{std::move(read).value()} : std::nullopt;
}

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* thing) const {
        Free(thing);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Number number_of(std::string_view bytes) {
    return Number{BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr)};
}

Key made_from(const char* kind, OSSL_PARAM_BLD* build) {
    const std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>> parameters{OSSL_PARAM_BLD_to_param(build)};
    const std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>> context{
        EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr)};
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    return Key{key};
}

Key rsa_key(const ProviderKey& said) {
    const auto n = codec::from_base64url(said.n);
    const auto e = codec::from_base64url(said.e);
    if (!n || !e || n->size() * 8 < rsa_bits_min || e->empty()) return nullptr;
    const std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>> build{OSSL_PARAM_BLD_new()};
    const Number modulus = number_of(*n);
    const Number exponent = number_of(*e);
    if (OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
        return nullptr;
    return made_from("RSA", build.get());
}

Key ec_key(const ProviderKey& said) {
    const auto x = codec::from_base64url(said.x);
    const auto y = codec::from_base64url(said.y);
    if (said.crv != "P-256" || !x || !y || x->size() != ec_part_bytes || y->size() != ec_part_bytes)
        return nullptr;
    const std::string point = '\x04' + *x + *y;
    const std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>> build{OSSL_PARAM_BLD_new()};
    if (OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) !=
            1)
        return nullptr;
    return made_from("EC", build.get());
}

// A JWT says r and s one after the other; OpenSSL wants them in DER.
std::string der_of(std::string_view signature) {
    if (signature.size() != 2 * ec_part_bytes) return {};
    const std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>> made{ECDSA_SIG_new()};
    Number r = number_of(signature.substr(0, ec_part_bytes));
    Number s = number_of(signature.substr(ec_part_bytes));
    if (!made || ECDSA_SIG_set0(made.get(), r.get(), s.get()) != 1) return {};
    (void)r.release();  // they are the signature's now
    (void)s.release();
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(made.get(), &der);
    if (size <= 0) return {};
    std::string text{reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)};
    OPENSSL_free(der);
    return text;
}

bool verified(EVP_PKEY* key, std::string_view is_signed, std::string_view signature) {
    const std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>> context{EVP_MD_CTX_new()};
    return context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(is_signed),
                            is_signed.size()) == 1;
}

// What the token's head asks for decides nothing: a key is for one algorithm, by its own kind.
const ProviderKey* key_for(const ProviderKeys& keys, const Head& head) {
    const char* kty = head.alg == "RS256" ? "RSA" : head.alg == "ES256" ? "EC" : "";
    const ProviderKey* found = nullptr;
    for (const auto& key : keys.keys) {
        if (key.kty != kty || (!key.use.empty() && key.use != "sig") ||
            (!key.alg.empty() && key.alg != head.alg))
            continue;
        if (!head.kid.empty() && key.kid != head.kid) continue;
        if (found != nullptr) return nullptr;  // which of two is not said
        found = &key;
    }
    return found;
}

bool signature_is_right(const Parts& parts, const Head& head, const ProviderKey& said) {
    const Key key = head.alg == "RS256" ? rsa_key(said) : ec_key(said);
    if (!key) return false;
    return verified(key.get(), parts.is_signed,
                    head.alg == "RS256" ? parts.signature : der_of(parts.signature));
}

std::vector<std::string> audience_of(const codec::RawJson& aud) {
    if (auto several = codec::read_json<std::vector<std::string>>(aud.text, codec::Unknown::ignore);
        several.ok())
        return std::move(several).value();
    if (auto one = codec::read_json<std::string>(aud.text, codec::Unknown::ignore); one.ok())
        return {std::move(one).value()};
    return {};
}

bool contains(const std::vector<std::string>& among, const std::string& wanted) {
    return std::find(among.begin(), among.end(), wanted) != among.end();
}

const char* fault_in(const Claims& claims, const Expected& expected) {
    const auto now =
        static_cast<double>(std::chrono::floor<Seconds>(expected.now).time_since_epoch().count());
    const auto spare = static_cast<double>(leeway.count());
    const auto audience = audience_of(claims.aud);
    if (claims.iss != expected.issuer) return "another issuer";
    if (!contains(audience, expected.client_id)) return "another audience";
    if (audience.size() > 1 && !claims.azp) return "several audiences, and not for whom";
    if (claims.azp && *claims.azp != expected.client_id) return "for another client";
    if (!claims.exp || *claims.exp + spare <= now) return "expired";
    if (!claims.iat || *claims.iat > now + spare) return "issued in the future";
    if (claims.nbf && *claims.nbf > now + spare) return "not valid yet";
    if (claims.nonce.empty() || claims.nonce != expected.nonce) return "another nonce";
    if (claims.sub.empty() || claims.sub.size() > subject_max) return "no subject";
    return nullptr;
}

}  // namespace

kernel::Refusal token_wrong(std::string why) {
    return {"session.sign_on_wrong",
            "the provider's answer cannot be trusted: " + std::move(why),
            kernel::Because::forbidden,
            kernel::Remedy::ask_superior,
            {}};
}

bool knows_key(const ProviderKeys& keys, std::string_view token) {
    const auto parts = take_apart(token);
    const auto head = parts ? head_of(*parts) : std::nullopt;
    return head && key_for(keys, *head) != nullptr;
}

Result<ports::SignedOn, kernel::Refusal> read_id_token(std::string_view token, const ProviderKeys& keys,
                                                       const Expected& expected) {
    const auto parts = take_apart(token);
    const auto head = parts ? head_of(*parts) : std::nullopt;
    if (!head) return Unexpected{token_wrong("it is no token")};
    if (head->alg != "RS256" && head->alg != "ES256")
        return Unexpected{token_wrong("algorithm " + head->alg)};
    if (head->crit) return Unexpected{token_wrong("it asks for what is not understood")};
    const auto* key = key_for(keys, *head);
    if (key == nullptr) return Unexpected{token_wrong("no such key")};
    if (!signature_is_right(*parts, *head, *key)) return Unexpected{token_wrong("wrong signature")};
    auto claims = codec::read_json<Claims>(parts->claims, codec::Unknown::ignore);
    if (!claims.ok()) return Unexpected{token_wrong("its claims cannot be read")};
    if (const char* wrong = fault_in(*claims, expected)) return Unexpected{token_wrong(wrong)};
    const bool several = contains(claims->amr, "mfa");
    return ports::SignedOn{
        claims->iss, claims->sub,
        several ? ports::SignedOn::With::several_factors : ports::SignedOn::With::one_factor};
}

}  // namespace anlan::adapters::oidc
