// What can be read of the streams: the state of one, the rows of a module's, a stream's own history. Kept by
// the engine's publisher after each commit and before the answer, so that whoever was answered reads what was
// written.
//
// Threads: any.
#pragma once
#include "base/result.hpp"
#include "kernel/module.hpp"
#include "ports/fault.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::views {

struct RecordRead {
    const kernel::Module* module = nullptr;
    kernel::StatePtr state;
    std::uint64_t version = 0;
};

struct ListedRow {
    std::string stream;
    std::uint64_t version = 0;
    kernel::Row row;
};

struct ListRequest {
    std::string resource;                       // "incidents"
    std::map<std::string, std::string> facets;  // all must be equal; a value may be "a,b" for either
    bool only_open = false;
    std::string after;  // stream id of the last row of the page before; empty: from the newest
    std::size_t limit = 50;
};

struct ListPage {
    std::vector<ListedRow> rows;  // newest id first
    std::string next;  // `after` of the next page; empty: no more. A page may be short and have one: it
                       // looked at as many as one page may
    std::uint64_t position = 0;  // of the log, that the page is true of
};

// An open obligation with the stream it belongs to.
struct OwedRow {
    std::string stream;
    std::string module;
    kernel::Obligation obligation;
    kernel::Scope scope;
};

// A change of one row, in log order: what the live feed sends.
struct Change {
    std::uint64_t position = 0;
    std::string stream;
    std::uint64_t version = 0;
    std::string wire;
    std::string resource;
    Instant recorded_at;
    Instant happened_at;
    std::optional<kernel::Row> row;  // none: the stream has no row
    kernel::Scope scope;
    std::uint32_t mark = 0;  // kernel::Committed's; 0: not known
};

class Records {
public:
    virtual ~Records() = default;

    // Records that rest are read from the disk: that may fail, and is no "there is none".
    virtual Result<std::optional<RecordRead>, ports::Fault> find(std::string_view stream) const = 0;
    virtual Result<ListPage, ports::Fault> list(
        const ListRequest& request, const std::function<bool(const kernel::Scope&)>& visible) const = 0;
    // The records of one stream, oldest first, from version `first`; at most `limit`; their payloads as
    // people may read them.
    virtual Result<std::vector<kernel::Envelope>, ports::Fault> timeline(std::string_view stream,
                                                                         std::uint64_t first,
                                                                         std::size_t limit) const = 0;
    // Open obligations in the order in which they break, at most `limit`.
    virtual std::vector<OwedRow> owed(std::size_t limit,
                                      const std::function<bool(const OwedRow&)>& wanted) const = 0;
    // Position of the last record that every view has seen.
    virtual std::uint64_t position() const = 0;
};

}  // namespace anlan::views
