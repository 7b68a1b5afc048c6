// Pages that are made for one reader are compressed on their way out: on a slow line most of the wait is
// bytes. Only text/html, which is what the API makes for people (api/receipt_page.hpp): a page of that kind
// shows nothing that another site can choose, so its length gives no secret away.
#pragma once
#include "ports/request_handler.hpp"

#include <string>

namespace anlan::adapters::http {

// Whether an Accept-Encoding takes gzip: named, or under "*", and not with a weight of nought.
bool takes_gzip(const std::string* accept_encoding);

// Leaves an answer alone that is no page, or that does not become smaller.
void compress_page(ports::Response& response);

}  // namespace anlan::adapters::http
