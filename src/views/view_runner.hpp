// Runs the read models that modules and this room bring: applies each commit's events to each view in log
// order, and lets queries run between commits, never during one. After a start the views are empty:
// catch_up() reads the log from the beginning, on any thread, while commits go on; a commit that comes too
// early for the views is left to it, because what is published is in the log already. Until they have caught
// up, queries are refused: an incomplete answer looks like a complete one.
#pragma once
#include "base/result.hpp"
#include "kernel/committed.hpp"
#include "kernel/event_decoder.hpp"
#include "kernel/holder.hpp"
#include "kernel/shelf.hpp"
#include "ports/event_log.hpp"

#include <memory>
#include <shared_mutex>
#include <span>
#include <vector>

namespace anlan::views {

class ViewRunner {
public:
    ViewRunner(std::span<const kernel::Module> modules, std::vector<std::unique_ptr<kernel::View>> more,
               kernel::PersonalSeal* seal = nullptr, const kernel::MakeShelf& shelves = {});

    void apply(std::span<const kernel::Committed> committed);

    // Reads the log until the views know all of it; that it has `known` records at least is known.
    // `keep_going` is asked at each record.
    Result<Done, ports::Fault> catch_up(ports::EventLog& log, std::uint64_t known,
                                        const std::function<bool()>& keep_going);
    std::uint64_t position() const;

    void held(const kernel::CountHeld& count) const;

    // Every view's queries; their answers take the shared lock.
    std::vector<kernel::QuerySpec> queries();

    // The first view of type V, for callers that need its other doors; null if there is none.
    template <class V>
    V* find() {
        for (const auto& view : views_)
            if (auto* found = dynamic_cast<V*>(view.get())) return found;
        return nullptr;
    }

private:
    kernel::EventDecoder decoder_;
    std::vector<std::unique_ptr<kernel::View>> views_;
    mutable std::shared_mutex mutex_;
    std::uint64_t position_ = 0;
    bool caught_up_ = false;
};

}  // namespace anlan::views
