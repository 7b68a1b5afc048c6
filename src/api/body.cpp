#include "api/body.hpp"

#include <algorithm>
#include <charconv>

namespace anlan::api {
namespace {

constexpr std::size_t command_id_max = 128;
constexpr Minutes clocks_differ_at_most{2};  // of whoever reports what happened, and ours

Problem bad_request(std::string code, std::string detail, std::string field = {}) {
    return {400, std::move(code), std::move(detail), kernel::Remedy::fix_input, std::move(field), {}, {}};
}

// What every endpoint takes, whether or not it needs it.
constexpr const char* common_parameters[] = {"purpose", "reason"};

Problem unknown_parameter(const std::string& name, const std::vector<std::string>& known) {
    std::string list;
    for (const auto& one : known) list += (list.empty() ? "" : ", ") + one;
    Problem problem = bad_request("api.parameter_unknown",
                                  name + ": there is no such parameter here; known are " + list, name);
    problem.extra = "\"known\":" + codec::to_json(known);
    return problem;
}

std::string lower(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != ' ' && c != '"') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::optional<Problem> fault_in_query(const Endpoint& endpoint, const ports::Request& request) {
    std::vector<std::string> known(std::begin(common_parameters), std::end(common_parameters));
    for (const Parameter& parameter : endpoint.parameters)
        if (parameter.in == Parameter::In::query) known.push_back(parameter.name);
    const auto& given = request.query;
    for (auto one = given.begin(); one != given.end(); ++one) {
        const auto same = [&](const auto& other) { return other.name == one->name; };
        if (std::find(known.begin(), known.end(), one->name) == known.end())
            return unknown_parameter(one->name, known);
        if (std::any_of(given.begin(), one, same))
            return bad_request("api.parameter_repeated", one->name + ": the parameter stands there twice",
                               one->name);
    }
    return std::nullopt;
}

std::optional<Problem> fault_in_content_type(const ports::Request& request) {
    if (request.body.empty()) return std::nullopt;
    const auto* given = request.header("content-type");
    if (given != nullptr) {
        if (*given == "application/json") return std::nullopt;
        const auto said = lower(*given);
        if (said == "application/json" || said == "application/json;charset=utf-8") return std::nullopt;
    }
    Problem problem = bad_request("api.content_type", "the body must be application/json in UTF-8");
    problem.status = 415;
    return problem;
}

Problem problem_of_body(const std::string& path, const std::string& expected) {
    const std::string where = path.empty() ? "the body" : path;
    if (expected.starts_with("well-formed JSON") || expected == "valid UTF-8" ||
        expected.starts_with("a text of"))
        return bad_request("api.body_malformed", where + ": expected " + expected, path);
    if (expected == "unknown member")
        return bad_request("api.member_unknown", where + ": there is no such member", path);
    if (expected == "each member once")
        return bad_request("api.member_repeated", where + ": the member stands there twice", path);
    if (expected == codec::json_no_control) {
        Problem problem = bad_request("api.text_control_character", where + ": expected " + expected, path);
        problem.status = 422;
        return problem;
    }
    Problem problem = bad_request("api.member_invalid", where + ": expected " + expected, path);
    problem.status = 422;
    if (expected == "required member is missing") {
        problem.code = "api.member_missing";
        problem.detail = where + ": the member is required";
    }
    return problem;
}

Result<CommandHeaders, Problem> read_command_headers(const ports::Request& request, Instant now) {
    CommandHeaders headers;
    const auto* key = request.header("idempotency-key");
    if (key == nullptr || key->empty())
        return Unexpected{
            bad_request("api.idempotency_key_required",
                        "every command carries an Idempotency-Key, so that it can be sent again safely",
                        "Idempotency-Key")};
    const bool visible = std::all_of(key->begin(), key->end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (key->size() > command_id_max || !visible)
        return Unexpected{bad_request("api.idempotency_key_malformed",
                                      "an Idempotency-Key has 1 to 128 visible ASCII characters",
                                      "Idempotency-Key")};
    headers.command_id = *key;
    if (const auto* match = request.header("if-match")) {
        std::string_view tag = *match;
        if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
        headers.expected_version = number(tag);
        if (!headers.expected_version)
            return Unexpected{
                bad_request("api.if_match_malformed", "If-Match carries a version: \"12\"", "If-Match")};
    }
    if (const auto* happened = request.header("anlan-happened-at")) {
        headers.happened_at = instant_from_text(*happened);
        if (!headers.happened_at)
            return Unexpected{bad_request("api.happened_at_malformed",
                                          "Anlan-Happened-At is an RFC 3339 instant", "Anlan-Happened-At")};
        if (*headers.happened_at > now + clocks_differ_at_most)
            return Unexpected{bad_request("api.happened_at_in_future",
                                          "Anlan-Happened-At has not happened yet; is the clock right?",
                                          "Anlan-Happened-At")};
        // A clock that runs a little fast is no reason to refuse, but nothing is recorded before it happened.
        headers.happened_at = std::min(*headers.happened_at, now);
    }
    return headers;
}

Problem wrong_parameter(std::string_view name, std::string_view expected) {
    return bad_request("api.parameter_invalid", std::string{name} + ": expected " + std::string{expected},
                       std::string{name});
}

Result<std::size_t, Problem> read_count(const ports::Request& request, std::string_view name,
                                        std::size_t otherwise, CountRange range) {
    const auto* text = request.parameter(name);
    if (text == nullptr) return otherwise;
    const auto value = number(*text);
    if (!value || *value < range.least || *value > range.most)
        return Unexpected{wrong_parameter(name, "a whole number from " + std::to_string(range.least) +
                                                    " to " + std::to_string(range.most))};
    return static_cast<std::size_t>(*value);
}

Result<std::optional<Instant>, Problem> read_instant(const ports::Request& request, std::string_view name) {
    const auto* text = request.parameter(name);
    if (text == nullptr) return std::optional<Instant>{};
    auto instant = instant_from_text(*text);
    if (!instant) return Unexpected{wrong_parameter(name, "an RFC 3339 instant")};
    return instant;
}

}  // namespace anlan::api
