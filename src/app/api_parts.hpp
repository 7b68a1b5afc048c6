// What the HTTP interface is made from, of a running node.
#pragma once
#include "api/api.hpp"
#include "app/node.hpp"

namespace anlan::app {

// The node outlives whatever is made of it.
inline api::Parts api_parts(Node& node) {
    api::Parts parts{node.modules,
                     *node.thread,
                     *node.board,
                     node.views->queries(),
                     *node.identity,
                     node.clock,
                     node.random,
                     node.rules,
                     node.rules.section<access::AccessRules>(),
                     *node.feed,
                     node.metrics};
    parts.rulebook_sections = node.rule_texts;
    parts.rights = node.rights.get();
    parts.receipts = node.receipts;
    parts.attachments = node.attachments.get();
    parts.papers = node.papers.get();
    parts.aside = [&node](std::function<void()> work) { return node.disk_worker->put(std::move(work)); };
    parts.factors = node.identity.get();
    parts.service_keys = node.identity.get();
    parts.readiness = [&node] { return api::Readiness{node.waiting_for(), node.catching_up()}; };
    parts.noted = [&node](const access::Seat& seat, std::string_view permission,
                          const access::Decision& decision) {
        node.note_decision(seat, permission, decision);
    };
    return parts;
}

}  // namespace anlan::app
