#include "adapters/oidc/fetch.hpp"

#include <memory>
#include <string_view>

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

// Asked by curl about once a second while nothing comes, and otherwise more often.
int goes_on(void* given_up, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<const std::atomic<bool>*>(given_up)->load() ? 1 : 0;
}

// ":3000", or nothing.
bool is_port(std::string_view text) {
    if (text.empty()) return true;
    text.remove_prefix(1);
    return !text.empty() && text.size() <= 5 &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
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
    curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);  // who is given up does not wait for a name's address
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (plain) curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
}

}  // namespace

bool is_trusted_url(const std::string& url) {
    const std::string_view text{url};
    const auto scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) return false;
    const auto scheme = text.substr(0, scheme_end);
    auto rest = text.substr(scheme_end + 3);
    // Whoever reads '\\' as '/' and whoever does not must not be led to two places.
    const auto authority = rest.substr(0, rest.find_first_of("/?#\\"));
    rest.remove_prefix(authority.size());
    if (authority.empty() || authority.find('@') != std::string_view::npos || rest.starts_with('\\'))
        return false;
    if (scheme == "https") return true;
    const auto host = authority.substr(0, authority.find(':'));
    return scheme == "http" && (host == "localhost" || host == "127.0.0.1") &&
           is_port(authority.substr(host.size()));
}

Result<std::string, ports::Fault> fetch(const Sent& sent, const std::atomic<bool>& given_up) {
    if (!is_trusted_url(sent.url)) return Unexpected{fault(sent.url + " is not https")};
    const std::unique_ptr<CURL, Ended> handle{curl_easy_init()};
    if (!handle) return Unexpected{fault("curl does not start")};
    std::string body;
    limit(handle.get(), sent.url);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(handle.get(), CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle.get(), CURLOPT_XFERINFOFUNCTION, goes_on);
    curl_easy_setopt(handle.get(), CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(&given_up));
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
    if (ended == CURLE_ABORTED_BY_CALLBACK) return Unexpected{fault("given up, the service is stopping")};
    if (ended != CURLE_OK) return Unexpected{fault(curl_easy_strerror(ended))};
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) return Unexpected{fault("answered " + std::to_string(status))};
    return body;
}

}  // namespace anlan::adapters::oidc
