// One operation of the API: where it is found, what it needs, what it says of itself, and what it does. The
// router finds it by method and path, openapi.cpp describes it; nothing else knows the list.
#pragma once
#include "access/seat.hpp"
#include "api/problem.hpp"
#include "kernel/module.hpp"
#include "ports/identity.hpp"
#include "ports/request_handler.hpp"
#include "telemetry/metrics.hpp"

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::api {

// Who may ask at all, before any permission is asked about. A session whose role asks for a second factor
// that it was not opened with is held to what its person needs to set one up.
enum class Needs {
    nothing,
    any_token,    // whoever is signed in, however
    own_account,  // a person, about how this person signs in
    session,      // a person who has shown all that is asked for, or a machine's key
    person,       // the same, and no machine
};
enum class Effect { reads, signs_in, sends_form, commands };  // a command needs an Idempotency-Key

struct Parameter {
    enum class In { query, header } in = In::query;
    std::string name;
    bool required = false;
    kernel::Words title;
    std::string schema = R"({"type":"string"})";
};

// Who asks.
struct Caller {
    ports::SessionPtr session;  // null: nobody, where an endpoint needs nothing
    std::string token;
    access::Seat seat;
};

struct Endpoint;

// One request on its way: what was asked, by whom, and how to answer, once.
struct Call {
    const Endpoint* endpoint = nullptr;
    ports::Request request;
    std::vector<std::string> path_values;  // in the order of the path's names
    Caller caller;
    std::function<void(ports::Response)> reply;

    void answer(ports::Response response) const;
    void answer(const Problem& problem) const { answer(response_of(problem)); }
    void refuse(const kernel::Refusal& refusal) const { answer(problem_of(refusal)); }
    // Header first, then query parameter: "Anlan-Purpose" or ?purpose=.
    std::string purpose() const;
};

// Of an endpoint that needs nothing: who answers a request that another site's page made a browser send. A
// page that tells nobody where it is (no-referrer) says that it comes from nowhere, and its endpoint knows
// it.
enum class Elsewhere { refused, left_to_the_endpoint };

struct Endpoint {
    kernel::Method method = kernel::Method::get;
    std::string path;  // "/v1/units/{unit_id}/assignment"
    Needs needs = Needs::session;
    Elsewhere elsewhere = Elsewhere::refused;
    Effect effect = Effect::reads;
    std::string operation;  // "unit.assign"
    std::string tag;        // "units"
    kernel::Words title;
    std::vector<Parameter> parameters;
    std::string body_schema;  // empty: none
    std::string body_type = "application/json";
    std::string result_schema;  // of the answer when all is well; empty: none
    std::string result_type = "application/json";
    int success = 200;
    std::function<void(Call)> handle;

    // Filled in by the router.
    std::vector<std::string> path_names;
    std::array<telemetry::Counter*, 6> answered{};  // by the first digit of the status
};

std::string_view name_of(kernel::Method method);  // "POST"

}  // namespace anlan::api
