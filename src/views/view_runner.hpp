// Runs the read models that modules and this room bring: applies each commit's events to each view in log order,
// and lets queries run between commits, never during one.
#pragma once
#include "kernel/committed.hpp"

#include <memory>
#include <shared_mutex>
#include <span>
#include <vector>

namespace anlan::views {

class ViewRunner {
public:
    ViewRunner(std::span<const kernel::Module> modules, std::vector<std::unique_ptr<kernel::View>> more);

    void apply(std::span<const kernel::Committed> committed);

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
    std::vector<std::unique_ptr<kernel::View>> views_;
    std::shared_mutex mutex_;
};

}  // namespace anlan::views
