// What a request's body and headers must be before they mean anything.
#pragma once
#include "api/endpoint.hpp"
#include "base/result.hpp"
#include "codec/json.hpp"

#include <cstdint>
#include <limits>
#include <optional>

namespace anlan::api {

// A body must say that it is JSON, and be it in UTF-8; no body at all is an empty object.
std::optional<Problem> fault_in_content_type(const ports::Request& request);

// Malformed text and unknown members are a client's slip (400); a member of the wrong kind is a wrong entry
// (422).
Problem problem_of_body(const std::string& path, const std::string& expected);

struct CommandHeaders {
    std::string command_id;
    std::optional<std::uint64_t> expected_version;
    std::optional<Instant> happened_at;
};
Result<CommandHeaders, Problem> read_command_headers(const ports::Request& request, Instant now);

template <class T>
Result<T, Problem> read_body(const ports::Request& request) {
    if (auto wrong = fault_in_content_type(request)) return Unexpected{std::move(*wrong)};
    auto read =
        codec::read_json<T>(request.body.empty() ? std::string_view{"{}"} : std::string_view{request.body},
                            codec::Unknown::refuse);
    if (!read.ok()) return Unexpected{problem_of_body(read.error().path, read.error().expected)};
    return std::move(read).value();
}

// Query parameters. One that the endpoint does not know, or that stands there twice, is a slip (400), not
// something to pass over: a filter that was misspelt would answer with everything.
std::optional<Problem> fault_in_query(const Endpoint& endpoint, const ports::Request& request);
// A value that cannot be read is a problem, not a default.
struct CountRange {
    std::size_t least = 1;
    std::size_t most = std::numeric_limits<std::size_t>::max();
};
Result<std::size_t, Problem> read_count(const ports::Request& request, std::string_view name,
                                        std::size_t otherwise, CountRange range);
Result<std::optional<Instant>, Problem> read_instant(const ports::Request& request, std::string_view name);
Problem wrong_parameter(std::string_view name, std::string_view expected);

}  // namespace anlan::api
