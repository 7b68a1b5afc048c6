// What the API is made of, handed in by app/ or sim/. Everything outlives the API.
#pragma once
#include "access/may.hpp"
#include "engine/submit.hpp"
#include "kernel/module.hpp"
#include "ports/clock.hpp"
#include "ports/factors.hpp"
#include "ports/identity.hpp"
#include "ports/kept_attachments.hpp"
#include "ports/map_sources.hpp"
#include "ports/papers.hpp"
#include "ports/random.hpp"
#include "ports/service_keys.hpp"
#include "ports/single_sign_on.hpp"
#include "stream/feed.hpp"
#include "telemetry/metrics.hpp"
#include "views/receipts.hpp"
#include "views/records.hpp"
#include "views/rights.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace anlan::api {

struct Readiness {
    std::string waiting_for;  // empty: ready, commands are taken and records, lists and the feed answered
    std::string catching_up;  // empty: what is made from the whole log (overviews) is answered, too
};

struct Parts {
    const kernel::Modules& modules;
    engine::Submit& submit;
    const views::Records& records;
    std::vector<kernel::QuerySpec> queries;  // of all views, callable from any thread
    ports::Identity& identity;
    ports::Clock& clock;    // asked from any thread
    ports::Random& random;  // asked from one thread at a time; the API sees to that
    const kernel::Rulebook& rules;
    const access::AccessRules& access;
    stream::Feed& feed;
    telemetry::Metrics& metrics;
    std::map<std::string, std::string, std::less<>> rulebook_sections = {};  // "incident" → its JSON
    // What was given for a time: none, where nothing is.
    const views::Rights* rights = nullptr;
    std::function<Readiness()> readiness = [] { return Readiness{}; };
    // Told of each decision of access that an answer depends on; not of the rows that a list leaves out.
    access::Noted noted = [](const access::Seat&, std::string_view, const access::Decision&) {};
    // Where one of these is not there, neither are its endpoints.
    ports::Factors* factors = nullptr;
    ports::ServiceKeys* service_keys = nullptr;
    ports::SingleSignOn* single_sign_on = nullptr;
    // What callers' links open: none, and there are no such pages.
    const views::Receipts* receipts = nullptr;
    ports::KeptAttachments* attachments = nullptr;  // none, and no photos are taken or shown
    // Does what waits for the disk, elsewhere than on a thread that others wait for. False: too much waits.
    std::function<bool(std::function<void()>)> aside = [](const std::function<void()>& work) {
        work();
        return true;
    };
    ports::MapSources maps = {};      // besides the built-in one
    ports::Papers* papers = nullptr;  // none, and there are no documents to print
};

}  // namespace anlan::api
