#include "adapters/identity/passkey.hpp"

#include "adapters/identity/account_words.hpp"
#include "adapters/identity/token.hpp"
#include "codec/base64url.hpp"
#include "codec/json.hpp"

#include <array>
#include <memory>

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

namespace anlan::adapters::identity {
namespace {

// A browser's word of what it had signed. The names are WebAuthn's.
struct ClientData {
    std::string type;
    std::string challenge;
    std::string origin;
    std::optional<bool> crossOrigin;
};
BOOST_DESCRIBE_STRUCT(ClientData, (), (type, challenge, origin, crossOrigin))

constexpr std::size_t rp_hash_bytes = 32;
constexpr std::size_t authenticator_data_min = 37;  // hash, flags, count
constexpr unsigned person_present = 0x01;
constexpr unsigned person_verified = 0x04;
constexpr int algorithms[] = {COSE_ES256, COSE_EDDSA, COSE_RS256};

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::optional<ClientData> read_client_data(std::string_view text) {
    auto read = codec::read_json<ClientData>(text, codec::Unknown::ignore);
    return read.ok() ? std::optional{std::move(read).value()} : std::nullopt;
}

bool is_ours(const RelyingParty& party, std::string_view origin) {
    if (!party.origin.empty()) return origin == party.origin;
    for (std::string_view own : {"http://localhost", "https://localhost"})
        if (origin.starts_with(own) && (origin.size() == own.size() || origin[own.size()] == ':'))
            return true;
    return false;
}

std::optional<kernel::Refusal> fault_in_client_data(const RelyingParty& party, std::string_view text,
                                                    std::string_view type) {
    const auto data = read_client_data(text);
    if (!data || data->type != type) return passkey_malformed();
    if (!is_ours(party, data->origin) || data->crossOrigin.value_or(false)) return passkey_origin();
    return std::nullopt;
}

// What fido_assert_verify looks at too, and what of a new credential nothing else does.
std::optional<kernel::Refusal> fault_in_authenticator_data(const RelyingParty& party, std::string_view data) {
    if (data.size() < authenticator_data_min) return passkey_malformed();
    const auto host = hash_token(party.rp_id);
    if (data.substr(0, rp_hash_bytes) !=
        std::string_view{reinterpret_cast<const char*>(host.data()), host.size()})
        return passkey_origin();
    const auto flags = static_cast<unsigned char>(data[rp_hash_bytes]);
    if ((flags & person_present) == 0 || (flags & person_verified) == 0) return passkey_not_verified();
    return std::nullopt;
}

struct FreeCredential {
    void operator()(fido_cred_t* credential) const { fido_cred_free(&credential); }
};
struct FreeAssertion {
    void operator()(fido_assert_t* assertion) const { fido_assert_free(&assertion); }
};

std::string text_of(const unsigned char* bytes, std::size_t size) {
    return bytes == nullptr ? std::string{} : std::string{reinterpret_cast<const char*>(bytes), size};
}

// None: this is no credential of that algorithm.
std::optional<Credential> read_credential(int algorithm, std::string_view authenticator_data) {
    const std::unique_ptr<fido_cred_t, FreeCredential> credential{fido_cred_new()};
    if (!credential || fido_cred_set_type(credential.get(), algorithm) != FIDO_OK ||
        fido_cred_set_authdata_raw(credential.get(), bytes_of(authenticator_data),
                                   authenticator_data.size()) != FIDO_OK)
        return std::nullopt;
    Credential read{text_of(fido_cred_id_ptr(credential.get()), fido_cred_id_len(credential.get())),
                    text_of(fido_cred_pubkey_ptr(credential.get()), fido_cred_pubkey_len(credential.get())),
                    algorithm, fido_cred_sigcount(credential.get())};
    if (read.credential_id.empty() || read.public_key.empty()) return std::nullopt;
    return read;
}

template <class Key, class New, class From, class Free>
bool verified(const fido_assert_t* assertion, const Credential& credential, New make, From from, Free free) {
    Key* key = make();
    const bool right = key != nullptr &&
                       from(key, credential.public_key.data(), credential.public_key.size()) == FIDO_OK &&
                       fido_assert_verify(assertion, 0, credential.algorithm, key) == FIDO_OK;
    free(&key);
    return right;
}

bool verified(const fido_assert_t* assertion, const Credential& credential) {
    switch (credential.algorithm) {
        case COSE_ES256:
            return verified<es256_pk_t>(assertion, credential, es256_pk_new, es256_pk_from_ptr,
                                        es256_pk_free);
        case COSE_EDDSA:
            return verified<eddsa_pk_t>(assertion, credential, eddsa_pk_new, eddsa_pk_from_ptr,
                                        eddsa_pk_free);
        case COSE_RS256:
            return verified<rs256_pk_t>(assertion, credential, rs256_pk_new, rs256_pk_from_ptr,
                                        rs256_pk_free);
        default:
            return false;
    }
}

}  // namespace

RelyingParty relying_party(std::string_view origin) {
    if (origin.empty()) return {{}, "localhost"};
    while (origin.ends_with('/')) origin.remove_suffix(1);
    const auto scheme = origin.find("://");
    auto host = scheme == std::string_view::npos ? origin : origin.substr(scheme + 3);
    return {std::string{origin}, std::string{host.substr(0, host.find(':'))}};
}

std::string challenge_in(std::string_view client_data) {
    const auto data = read_client_data(client_data);
    return data ? codec::from_base64url(data->challenge).value_or(std::string{}) : std::string{};
}

Result<Credential, kernel::Refusal> read_made(const RelyingParty& party, const ports::PasskeyMade& made) {
    if (auto wrong = fault_in_client_data(party, made.client_data, "webauthn.create"))
        return Unexpected{std::move(*wrong)};
    if (auto wrong = fault_in_authenticator_data(party, made.authenticator_data))
        return Unexpected{std::move(*wrong)};
    for (const int algorithm : algorithms)
        if (auto credential = read_credential(algorithm, made.authenticator_data))
            return std::move(*credential);
    return Unexpected{passkey_malformed()};
}

Result<std::uint32_t, kernel::Refusal> read_proof(const RelyingParty& party, const Credential& credential,
                                                  const ports::PasskeyProof& proof) {
    if (auto wrong = fault_in_client_data(party, proof.client_data, "webauthn.get"))
        return Unexpected{std::move(*wrong)};
    if (auto wrong = fault_in_authenticator_data(party, proof.authenticator_data))
        return Unexpected{std::move(*wrong)};
    const std::unique_ptr<fido_assert_t, FreeAssertion> assertion{fido_assert_new()};
    const auto hash = hash_token(proof.client_data);
    auto* made = assertion.get();
    const bool taken =
        made != nullptr && fido_assert_set_count(made, 1) == FIDO_OK &&
        fido_assert_set_clientdata_hash(made, hash.data(), hash.size()) == FIDO_OK &&
        fido_assert_set_rp(made, party.rp_id.c_str()) == FIDO_OK &&
        fido_assert_set_up(made, FIDO_OPT_TRUE) == FIDO_OK &&
        fido_assert_set_uv(made, FIDO_OPT_TRUE) == FIDO_OK &&
        fido_assert_set_authdata_raw(made, 0, bytes_of(proof.authenticator_data),
                                     proof.authenticator_data.size()) == FIDO_OK &&
        fido_assert_set_sig(made, 0, bytes_of(proof.signature), proof.signature.size()) == FIDO_OK;
    if (!taken) return Unexpected{passkey_malformed()};
    if (!verified(made, credential)) return Unexpected{passkey_signature()};
    return fido_assert_sigcount(made, 0);
}

bool counts_on(std::uint32_t before, std::uint32_t now) { return now > before || (before == 0 && now == 0); }

}  // namespace anlan::adapters::identity
