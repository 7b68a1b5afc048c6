// The current state of every stream, the rows of every list, and what is owed, in memory. Fed by the engine's
// publisher after each commit; never asked by the engine. Open records keep their row; closed ones make it
// anew when somebody lists them, so that a year of closed incidents costs their states only.
#pragma once
#include "kernel/committed.hpp"
#include "kernel/event_decoder.hpp"
#include "ports/event_log.hpp"
#include "views/records.hpp"

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <shared_mutex>
#include <unordered_map>

namespace anlan::views {

class Board final : public Records {
public:
    // `changed` gets the changes of each commit in log order, on the publishing thread.
    using Changed = std::function<void(std::span<const Change>)>;

    Board(std::span<const kernel::Module> modules, ports::EventLog& log, Changed changed,
          kernel::PersonalSeal* seal = nullptr);

    void apply(std::span<const kernel::Committed> committed);

    // A stream that a start took from a snapshot.
    void restore(const kernel::Module& module, std::string_view stream, kernel::StatePtr state,
                 std::uint64_t version, std::vector<std::uint64_t> positions);

    // Takes the personal texts out of a record's state, once its keys are destroyed.
    void forget_personal(std::string_view stream);

    // While a start replays the log, rows are not made and nobody is told; live() makes the rows of open
    // records.
    void live();

    std::optional<RecordRead> find(std::string_view stream) const override;
    ListPage list(const ListRequest& request,
                  const std::function<bool(const kernel::Scope&)>& visible) const override;
    Result<std::vector<kernel::Envelope>, ports::Fault> timeline(std::string_view stream, std::uint64_t first,
                                                                 std::size_t limit) const override;
    std::vector<OwedRow> owed(std::size_t limit,
                              const std::function<bool(const OwedRow&)>& wanted) const override;
    std::uint64_t position() const override;

    // How many records of a module there are: all, and open.
    struct Count {
        std::string resource;
        std::size_t all = 0;
        std::size_t open = 0;
    };
    std::vector<Count> counts() const;

private:
    struct Entry {
        std::string stream;
        const kernel::Module* module = nullptr;
        kernel::StatePtr state;
        std::uint64_t version = 0;
        std::vector<std::uint64_t> positions;
        std::optional<kernel::Row> row;  // of open records
        std::optional<Instant> due_by;   // the earliest of its open obligations
        bool open = true;
    };
    struct Listing {
        std::map<std::string_view, Entry*> all;
        std::map<std::string_view, Entry*> open;
    };
    using Owing = std::set<std::pair<Instant, Entry*>>;

    Entry& entry_of(std::string_view stream, const kernel::Module& module);
    std::optional<kernel::Row> refresh(Entry& entry);
    void index_obligations(Entry& entry);

    kernel::EventDecoder decoder_;
    ports::EventLog& log_;
    Changed changed_;
    mutable std::shared_mutex mutex_;
    std::deque<Entry> entries_;
    std::unordered_map<std::string_view, Entry*> by_stream_;
    std::map<std::string, Listing, std::less<>> listings_;
    Owing owing_;
    std::uint64_t position_ = 0;
    bool live_ = false;
};

}  // namespace anlan::views
