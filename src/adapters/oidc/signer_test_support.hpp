// Keys of OpenSSL that sign as a provider does.
#pragma once
#include "adapters/oidc/id_token.hpp"
#include "codec/base64url.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace anlan::adapters::oidc {

inline const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

inline std::string number(EVP_PKEY* key, const char* name) {
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
                .n = codec::base64url(number(key_, OSSL_PKEY_PARAM_RSA_N)),
                .e = codec::base64url(number(key_, OSSL_PKEY_PARAM_RSA_E))};
    }
    ProviderKey ec(const std::string& kid) const {
        std::array<unsigned char, 65> point{};
        std::size_t size = 0;
        EVP_PKEY_get_octet_string_param(key_, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(), &size);
        const std::string xy{reinterpret_cast<const char*>(point.data()) + 1, 64};
        return {.kty = "EC",
                .kid = kid,
                .crv = "P-256",
                .x = codec::base64url(xy.substr(0, 32)),
                .y = codec::base64url(xy.substr(32))};
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

}  // namespace anlan::adapters::oidc
