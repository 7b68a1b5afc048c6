// The current state of every stream that lives, the rows of every list, and what is owed, in memory; what
// rests is read from the snapshots when somebody asks. Fed by the engine's publisher after each commit; never
// asked by the engine. Open records keep their row; closed ones make it anew when somebody lists them.
#pragma once
#include "kernel/committed.hpp"
#include "kernel/event_decoder.hpp"
#include "ports/event_log.hpp"
#include "ports/resting_streams.hpp"
#include "views/records.hpp"

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
          kernel::PersonalSeal* seal = nullptr, ports::RestingStreams* resting = nullptr);

    void apply(std::span<const kernel::Committed> committed);

    // A stream that a start took from a snapshot.
    void restore(const kernel::Module& module, std::string_view stream, kernel::StatePtr state,
                 std::uint64_t version);

    // A snapshot holds the stream's positions up to this version: they need not be held here, too.
    void saved(std::string_view stream, std::uint64_t version);
    // The stream rests from now on.
    void drop(std::string_view stream);

    // Takes the personal texts out of a record's state, once its keys are destroyed.
    void forget_personal(std::string_view stream);

    // While a start replays the log, rows are not made and nobody is told; live() makes the rows of open
    // records. `position` is the log's.
    void live(std::uint64_t position);
    // The rows of what is open, which a list would make each time that it is asked: some under one lock, so
    // that nobody waits for all.
    void make_rows(const std::function<bool()>& keep_going);

    Result<std::optional<RecordRead>, ports::Fault> find(std::string_view stream) const override;
    Result<ListPage, ports::Fault> list(
        const ListRequest& request, const std::function<bool(const kernel::Scope&)>& visible) const override;
    Result<std::vector<kernel::Envelope>, ports::Fault> timeline(std::string_view stream, std::uint64_t first,
                                                                 std::size_t limit) const override;
    std::vector<OwedRow> owed(std::size_t limit,
                              const std::function<bool(const OwedRow&)>& wanted) const override;
    std::uint64_t position() const override;

    // What is held in memory.
    struct Counts {
        std::size_t records = 0;
        std::size_t open = 0;
        std::size_t positions = 0;
    };
    Counts counts() const;

private:
    struct Entry {
        std::string stream;
        const kernel::Module* module = nullptr;
        kernel::StatePtr state;
        std::uint64_t version = 0;
        std::uint64_t saved = 0;               // the snapshot has the positions up to this version
        std::vector<std::uint64_t> positions;  // those behind it
        std::optional<kernel::Row> row;        // of open records
        std::optional<Instant> due_by;         // the earliest of its open obligations
        bool open = true;
    };
    struct Listing {
        const kernel::Module* module = nullptr;
        std::map<std::string_view, Entry*> all;
        std::map<std::string_view, Entry*> open;
    };
    using Owing = std::set<std::pair<Instant, Entry*>>;

    Entry& entry_of(std::string_view stream, const kernel::Module& module);
    std::optional<kernel::Row> refresh(Entry& entry);
    void index_obligations(Entry& entry);
    static std::optional<ListedRow> row_of(const Entry& entry, const ListRequest& request,
                                           const std::function<bool(const kernel::Scope&)>& visible);
    Result<std::vector<std::uint64_t>, ports::Fault> positions_of(std::string_view stream,
                                                                  std::uint64_t first,
                                                                  std::size_t limit) const;

    kernel::EventDecoder decoder_;
    ports::EventLog& log_;
    Changed changed_;
    mutable std::shared_mutex mutex_;
    ports::RestingStreams* resting_;
    std::unordered_map<std::string_view, std::unique_ptr<Entry>> by_stream_;  // the text is the entry's
    std::map<std::string, Listing, std::less<>> listings_;
    Owing owing_;
    std::uint64_t position_ = 0;
    bool live_ = false;
};

}  // namespace anlan::views
