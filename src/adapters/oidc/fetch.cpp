#include "adapters/oidc/fetch.hpp"

#include <memory>

#include <curl/curl.h>

namespace anlan::adapters::oidc {
namespace {

constexpr std::size_t answer_max = 1'048'576;
constexpr long connect_ms = 5'000;
constexpr long whole_ms = 10'000;

ports::Fault fault(std::string why) {
    return {ports::Then::retry_call, "sign_on.provider", "the sign-on provider: " + std::move(why)};
}

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* into) {
    auto& text = *static_cast<std::string*>(into);
    if (text.size() + size * count > answer_max) return 0;  // curl ends the transfer
    text.append(bytes, size * count);
    return size * count;
}

struct Ended {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

void limit(CURL* handle, const std::string& url) {
    const bool plain = url.starts_with("http://");
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, whole_ms);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (plain) curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
}

}  // namespace

bool is_trusted_url(const std::string& url) {
    if (url.starts_with("https://")) return true;
    for (const std::string_view own : {"http://localhost", "http://127.0.0.1"})
        if (url.starts_with(own) &&
            (url.size() == own.size() || url[own.size()] == ':' || url[own.size()] == '/'))
            return true;
    return false;
}

Result<std::string, ports::Fault> fetch(const Sent& sent) {
    if (!is_trusted_url(sent.url)) return Unexpected{fault(sent.url + " is not https")};
    const std::unique_ptr<CURL, Ended> handle{curl_easy_init()};
    if (!handle) return Unexpected{fault("curl does not start")};
    std::string body;
    limit(handle.get(), sent.url);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &body);
    if (sent.form) {
        curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(sent.form->size()));
        curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, sent.form->c_str());
    }
    if (!sent.user.empty()) {
        curl_easy_setopt(handle.get(), CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl_easy_setopt(handle.get(), CURLOPT_USERNAME, sent.user.c_str());
        curl_easy_setopt(handle.get(), CURLOPT_PASSWORD, sent.password.c_str());
    }
    const CURLcode ended = curl_easy_perform(handle.get());
    if (ended != CURLE_OK) return Unexpected{fault(curl_easy_strerror(ended))};
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) return Unexpected{fault("answered " + std::to_string(status))};
    return body;
}

}  // namespace anlan::adapters::oidc
