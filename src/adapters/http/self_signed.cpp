#include "adapters/http/self_signed.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <set>

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <sys/stat.h>
#include <unistd.h>

namespace anlan::adapters::http {
namespace {

template <auto free>
struct Freed {
    template <class T>
    void operator()(T* held) const {
        free(held);
    }
};
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free>>;

ports::Fault failed(const std::string& what) { return {ports::Then::stop, "http.self_signed", what}; }
ports::Fault failed_on(const std::filesystem::path& file) {
    return failed(file.string() + ": " + std::strerror(errno));
}

bool is_address(const std::string& name) {
    in6_addr ignored{};
    return inet_pton(AF_INET, name.c_str(), &ignored) == 1 ||
           inet_pton(AF_INET6, name.c_str(), &ignored) == 1;
}

std::string alternatives_of(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ",") + std::string{is_address(name) ? "IP:" : "DNS:"} + name;
    return text;
}

// Letters, digits and what addresses are written with: nothing that would end a list of OpenSSL's.
bool is_plain(const std::string& name) {
    return !name.empty() && name.size() <= 253 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '-' || c == ':';
    });
}

bool serves(X509& certificate, const std::vector<std::string>& names, Instant now) {
    const auto until = std::chrono::floor<Seconds>(now + self_signed_renewed).time_since_epoch().count();
    time_t at = until;
    if (X509_cmp_time(X509_get0_notAfter(&certificate), &at) <= 0) return false;
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        return is_address(name) ? X509_check_ip_asc(&certificate, name.c_str(), 0) == 1
                                : X509_check_host(&certificate, name.c_str(), name.size(), 0, nullptr) == 1;
    });
}

std::string fingerprint_of(X509& certificate) {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (X509_digest(&certificate, EVP_sha256(), bytes, &size) != 1) return {};
    constexpr char digits[] = "0123456789ABCDEF";
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        if (i > 0) text += ':';
        text += digits[bytes[i] >> 4U];
        text += digits[bytes[i] & 15U];
    }
    return text;
}

Certificate read(const std::filesystem::path& file) {
    const Memory in{BIO_new_file(file.c_str(), "r")};
    if (!in) return nullptr;
    return Certificate{PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)};
}

bool add_extension(X509& certificate, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> extension{
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str())};
    return extension && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

Certificate certificate_for(EVP_PKEY& key, const std::vector<std::string>& names, Instant now) {
    Certificate made{X509_new()};
    std::uint64_t serial = 0;
    if (!made || RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) return nullptr;
    const auto seconds = std::chrono::floor<Seconds>(now).time_since_epoch().count();
    const auto until = seconds + std::chrono::duration_cast<Seconds>(self_signed_for).count();
    auto* subject = X509_get_subject_name(made.get());
    const bool whole =
        X509_set_version(made.get(), 2) == 1 &&
        ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), serial >> 1U) == 1 &&
        ASN1_TIME_set(X509_getm_notBefore(made.get()), seconds - 3'600) != nullptr &&  // clocks differ
        ASN1_TIME_set(X509_getm_notAfter(made.get()), until) != nullptr &&
        X509_set_pubkey(made.get(), &key) == 1 &&
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>("Anlan"), -1, -1, 0) == 1 &&
        X509_set_issuer_name(made.get(), subject) == 1 &&
        add_extension(*made, NID_basic_constraints, "critical,CA:FALSE") &&
        add_extension(*made, NID_key_usage, "critical,digitalSignature") &&
        add_extension(*made, NID_ext_key_usage, "serverAuth") &&
        add_extension(*made, NID_subject_alt_name, alternatives_of(names)) &&
        X509_sign(made.get(), &key, EVP_sha256()) > 0;
    return whole ? std::move(made) : nullptr;
}

std::string text_of(BIO& memory) {
    char* data = nullptr;
    const auto size = BIO_get_mem_data(&memory, &data);
    return {data, static_cast<std::size_t>(size)};
}

// Beside its place first, so that a server that starts meanwhile never reads half of it.
Result<Done, ports::Fault> write(const std::filesystem::path& file, const std::string& text, mode_t mode) {
    const auto fresh = file.string() + ".new";
    ::unlink(fresh.c_str());
    const int out = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (out < 0) return Unexpected{failed_on(fresh)};
    std::size_t done = 0;
    while (done < text.size()) {
        const auto put = ::write(out, text.data() + done, text.size() - done);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) break;
        done += static_cast<std::size_t>(put);
    }
    const bool kept = done == text.size() && ::fsync(out) == 0;
    const bool closed = ::close(out) == 0;
    if (!kept || !closed || ::rename(fresh.c_str(), file.c_str()) != 0) return Unexpected{failed_on(file)};
    return Done{};
}

}  // namespace

std::vector<std::string> names_of_this_machine(const std::vector<std::string>& given) {
    std::set<std::string> names{given.begin(), given.end()};
    names.insert({"localhost", "127.0.0.1", "::1"});
    char host[256]{};
    if (::gethostname(host, sizeof host - 1) == 0) names.insert(host);
    ifaddrs* all = nullptr;
    if (::getifaddrs(&all) != 0) return {names.begin(), names.end()};
    for (const auto* at = all; at != nullptr; at = at->ifa_next) {
        if (at->ifa_addr == nullptr) continue;
        char text[INET6_ADDRSTRLEN]{};
        const auto* four = reinterpret_cast<const sockaddr_in*>(at->ifa_addr);
        const auto* six = reinterpret_cast<const sockaddr_in6*>(at->ifa_addr);
        if (at->ifa_addr->sa_family == AF_INET && inet_ntop(AF_INET, &four->sin_addr, text, sizeof text))
            names.insert(text);
        if (at->ifa_addr->sa_family == AF_INET6 && !IN6_IS_ADDR_LINKLOCAL(&six->sin6_addr) &&
            inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof text))
            names.insert(text);
    }
    ::freeifaddrs(all);
    std::erase_if(names, [](const std::string& name) { return !is_plain(name); });
    return {names.begin(), names.end()};
}

Result<SelfSigned, ports::Fault> self_signed(const std::filesystem::path& folder,
                                             const std::vector<std::string>& names, Instant now) {
    for (const auto& name : names)
        if (!is_plain(name)) return Unexpected{failed("not a name or an address: " + name)};
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return Unexpected{failed(folder.string() + ": " + error.message())};
    SelfSigned kept{folder / "self.crt", folder / "self.key", {}, false};
    if (auto known = read(kept.certificate);
        known && std::filesystem::exists(kept.private_key, error) && serves(*known, names, now)) {
        kept.fingerprint = fingerprint_of(*known);
        return kept;
    }
    const Key key{EVP_EC_gen("P-256")};
    if (!key) return Unexpected{failed("OpenSSL makes no key")};
    const auto certificate = certificate_for(*key, names, now);
    if (!certificate) return Unexpected{failed("OpenSSL makes no certificate of " + alternatives_of(names))};
    const Memory key_text{BIO_new(BIO_s_mem())};
    const Memory certificate_text{BIO_new(BIO_s_mem())};
    if (PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
        PEM_write_bio_X509(certificate_text.get(), certificate.get()) != 1)
        return Unexpected{failed("OpenSSL writes no PEM")};
    ANLAN_TRY_DONE(write(kept.private_key, text_of(*key_text), S_IRUSR | S_IWUSR));
    ANLAN_TRY_DONE(
        write(kept.certificate, text_of(*certificate_text), S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH));
    kept.fingerprint = fingerprint_of(*certificate);
    kept.made = true;
    return kept;
}

}  // namespace anlan::adapters::http
