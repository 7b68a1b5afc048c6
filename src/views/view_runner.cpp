#include "views/view_runner.hpp"

#include <mutex>
#include <utility>

namespace anlan::views {

ViewRunner::ViewRunner(std::span<const kernel::Module> modules, std::vector<std::unique_ptr<kernel::View>> more)
    : views_(std::move(more)) {
    for (const auto& module : modules)
        for (const auto& make : module.views) views_.push_back(make());
}

void ViewRunner::apply(std::span<const kernel::Committed> committed) {
    if (views_.empty()) return;
    const std::unique_lock lock{mutex_};
    for (const auto& one : committed) {
        const kernel::Recorded recorded{one.envelope, one.event};
        for (const auto& view : views_) view->apply(recorded);
    }
}

std::vector<kernel::QuerySpec> ViewRunner::queries() {
    std::vector<kernel::QuerySpec> all;
    for (const auto& view : views_) {
        for (auto& query : view->queries()) {
            query.answer = [this, answer = std::move(query.answer)](const kernel::QueryRequest& request) {
                const std::shared_lock lock{mutex_};
                return answer(request);
            };
            all.push_back(std::move(query));
        }
    }
    return all;
}

}  // namespace anlan::views
