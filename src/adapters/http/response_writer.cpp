#include "adapters/http/response_writer.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace anlan::adapters::http {
namespace {

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 207:
            return "Multi-Status";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 503:
            return "Service Unavailable";
        default:
            return "Status";
    }
}

constexpr std::string_view always =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

bool has_header(const ports::Response& response, std::string_view name) {
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [&](const ports::Header& header) { return header.name == name; });
}

// A handler's header cannot end the line it stands on.
void append_value(std::string& out, std::string_view value) {
    for (const char c : value)
        if (c != '\r' && c != '\n') out += c;
}

}  // namespace

std::string content_policy(std::span<const std::string> picture_origins) {
    if (picture_origins.empty()) return std::string{own_content_policy};
    std::string others;
    for (const auto& origin : picture_origins) others += " " + origin;
    return fmt::format(
        "default-src 'self'; img-src 'self' data: blob:{0}; media-src 'self' blob:; connect-src 'self'{0}; "
        "object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        others);
}

void append_head(std::string& out, const ports::Response& response, const HeadFacts& facts) {
    fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status,
                   reason_of(response.status), facts.date);
    if (!response.content_type.empty()) {
        out += "Content-Type: ";
        append_value(out, response.content_type);
        out += "\r\n";
    }
    const bool bodiless = response.status == 204 || response.status == 304;
    if (facts.framing == Framing::chunks)
        out += "Transfer-Encoding: chunked\r\n";
    else if (facts.framing == Framing::length && !bodiless)
        fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", facts.length);
    for (const ports::Header& header : response.headers) {
        out += header.name;
        out += ": ";
        append_value(out, header.value);
        out += "\r\n";
    }
    if (!has_header(response, "Cache-Control")) out += "Cache-Control: no-store\r\n";
    if (!has_header(response, "Content-Security-Policy")) {
        out += "Content-Security-Policy: ";
        append_value(out, facts.content_policy);
        out += "\r\n";
    }
    out += always;
    if (facts.secured == ports::Secured::yes) out += "Strict-Transport-Security: max-age=31536000\r\n";
    out += facts.keep == Keep::alive ? "\r\n" : "Connection: close\r\n\r\n";
}

void append_response(std::string& out, const ports::Response& response, Send send, const HeadFacts& facts) {
    const std::string& body = response.shared_body ? *response.shared_body : response.body;
    out.reserve(out.size() + body.size() + 640);
    append_head(out, response,
                {facts.keep, Framing::length, body.size(), facts.date, facts.secured, facts.content_policy});
    const bool bodiless = response.status == 204 || response.status == 304;
    if (send == Send::whole && !bodiless) out += body;
}

std::string http_date(std::int64_t seconds_since_1970) {
    constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::chrono::sys_seconds at{std::chrono::seconds{seconds_since_1970}};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{at - day};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                       days[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                       months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

}  // namespace anlan::adapters::http
