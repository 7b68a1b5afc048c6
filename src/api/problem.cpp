#include "api/problem.hpp"

#include "api/words.hpp"
#include "codec/json.hpp"

namespace anlan::api {
namespace {

// For a code without a line in the catalogue: better a general sentence than none.
CodeWords general_words(int status) {
    switch (status) {
        case 400:
            return {"", "请求格式有误", "The request is malformed"};
        case 401:
            return {"", "请先登录", "Sign in first"};
        case 403:
            return {"", "没有权限", "Not permitted"};
        case 404:
            return {"", "没有找到", "Not found"};
        case 412:
            return {"", "记录已被他人更新，请刷新后再试", "The record has moved on"};
        case 422:
            return {"", "填写的内容有误", "The content is not valid"};
        case 429:
            return {"", "尝试过于频繁，请稍后再试", "Too many attempts"};
        case 503:
            return {"", "系统繁忙，请稍后再试", "Busy, try again"};
        default:
            return {"", "当前状态下不能这样操作", "Not possible now"};
    }
}

void member(std::string& out, std::string_view name, std::string_view value) {
    out += ",\"";
    out += name;
    out += "\":";
    codec::write_json_text(out, value);
}

}  // namespace

int status_of(kernel::Because because) {
    switch (because) {
        case kernel::Because::invalid:
            return 422;
        case kernel::Because::forbidden:
            return 403;
        case kernel::Because::unknown:
            return 404;
        case kernel::Because::conflict:
            return 409;
        case kernel::Because::stale:
            return 412;
        case kernel::Because::busy:
            return 503;
    }
    return 409;
}

Problem problem_of(const kernel::Refusal& refusal) {
    Problem problem{
        status_of(refusal.because), refusal.code, refusal.message, refusal.remedy, refusal.field, {}, {}};
    if (refusal.because == kernel::Because::busy) problem.retry_after = 1;
    return problem;
}

// What went wrong below is the operator's business and stands in the log; the person learns that nothing
// happened.
Problem problem_of(const ports::Fault& fault) {
    return {503, fault.code, "the service cannot do this now; nothing was changed", kernel::Remedy::wait, {},
            5,   {}};
}

Problem problem_of(const ports::AccountTrouble& trouble) {
    return std::visit([](const auto& why) { return problem_of(why); }, trouble);
}

Problem unknown_record() {
    return {404, "api.unknown_record", "there is no such record", kernel::Remedy::fix_input, {}, {}, {}};
}

std::string problem_json(const Problem& problem) {
    const CodeWords* known = words_of(problem.code);
    const CodeWords words = known != nullptr ? *known : general_words(problem.status);
    std::string out = "{\"type\":";
    codec::write_json_text(out, "urn:anlan:problem:" + problem.code);
    member(out, "title", words.en);
    out += ",\"status\":" + std::to_string(problem.status);
    member(out, "detail", problem.detail);
    member(out, "code", problem.code);
    out += ",\"remedy\":";
    codec::write_json(out, problem.remedy);
    if (!problem.field.empty()) member(out, "field", problem.field);
    member(out, "zh", words.zh);
    if (!problem.extra.empty()) out += "," + problem.extra;
    return out + "}";
}

ports::Response response_of(const Problem& problem) {
    ports::Response response;
    response.status = problem.status;
    response.content_type = "application/problem+json";
    response.body = problem_json(problem);
    if (problem.retry_after)
        response.headers.push_back({"Retry-After", std::to_string(*problem.retry_after)});
    return response;
}

ports::Response json_response(int status, std::string body) {
    ports::Response response;
    response.status = status;
    response.content_type = "application/json";
    response.body = std::move(body);
    return response;
}

ports::Response no_content() {
    ports::Response response;
    response.status = 204;
    return response;
}

}  // namespace anlan::api
