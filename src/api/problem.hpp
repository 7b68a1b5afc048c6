// Answers that say no: RFC 9457 problems with a stable code, what happened, and what helps.
#pragma once
#include "access/may.hpp"
#include "kernel/refusal.hpp"
#include "ports/fault.hpp"
#include "ports/identity.hpp"
#include "ports/request_handler.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace anlan::api {

struct Problem {
    int status = 400;
    std::string code;
    std::string detail;
    kernel::Remedy remedy = kernel::Remedy::fix_input;
    std::string field;
    std::optional<int> retry_after;  // seconds
    std::string extra;               // further members as JSON text: `"posts":[…]`
};

int status_of(kernel::Because because);
Problem problem_of(const kernel::Refusal& refusal);
Problem problem_of(const ports::Fault& fault);
Problem problem_of(const ports::AccountTrouble& trouble);
Problem unknown_record();  // 404 api.unknown_record

std::string problem_json(const Problem& problem);
ports::Response response_of(const Problem& problem);

ports::Response json_response(int status, std::string body);
ports::Response no_content();

}  // namespace anlan::api
