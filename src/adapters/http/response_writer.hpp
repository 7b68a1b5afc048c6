// From an answer to bytes. Head and body go out as one string, so that a small answer is one write.
#pragma once
#include "ports/request_handler.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace anlan::adapters::http {

enum class Keep { alive, close };
enum class Send { whole, head };                     // head: the answer to HEAD
enum class Framing { length, chunks, until_close };  // the last two: the length is not known

// Whatever a page loads comes from us.
inline constexpr std::string_view own_content_policy =
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// The same, and pictures and tiles of a map from these servers too.
std::string content_policy(std::span<const std::string> picture_origins);

struct HeadFacts {
    Keep keep = Keep::alive;
    Framing framing = Framing::length;
    std::uint64_t length = 0;
    std::string_view date;  // "Sun, 06 Nov 1994 08:49:37 GMT"
    ports::Secured secured = ports::Secured::no;
    std::string_view content_policy = own_content_policy;  // of an answer that brings none of its own
};

// Status line and headers, with those that every answer has: no sniffing, no framing, a strict content
// policy, no storing unless the answer says otherwise, and under TLS that the browser asks in no other way
// for a year.
void append_head(std::string& out, const ports::Response& response, const HeadFacts& facts);
void append_response(std::string& out, const ports::Response& response, Send send, const HeadFacts& facts);

// IMF-fixdate of a Unix time.
std::string http_date(std::int64_t seconds_since_1970);

}  // namespace anlan::adapters::http
