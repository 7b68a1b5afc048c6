#include "views/view_runner.hpp"

#include "ports/log_reader.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace anlan::views {
namespace {

kernel::Refusal catching_up() {
    return {"views.catching_up", "the overview is still being rebuilt after the start; try again in a moment",
            kernel::Because::busy, kernel::Remedy::wait, ""};
}

}  // namespace

ViewRunner::ViewRunner(std::span<const kernel::Module> modules,
                       std::vector<std::unique_ptr<kernel::View>> more, kernel::PersonalSeal* seal,
                       const kernel::MakeShelf& shelves)
    : decoder_(modules, seal), views_(std::move(more)) {
    for (const auto& module : modules)
        for (const auto& make : module.views) views_.push_back(make());
    if (!shelves) return;
    for (const auto& view : views_)
        if (auto* keeps = dynamic_cast<kernel::KeepsOnShelves*>(view.get())) keeps->use(shelves);
}

void ViewRunner::held(const kernel::CountHeld& count) const {
    const std::shared_lock lock{mutex_};
    for (const auto& view : views_)
        if (const auto* holder = dynamic_cast<const kernel::Holder*>(view.get())) holder->held(count);
}

void ViewRunner::apply(std::span<const kernel::Committed> committed) {
    const std::unique_lock lock{mutex_};
    for (const auto& one : committed) {
        if (one.envelope.position != position_ + 1) continue;
        const kernel::Recorded recorded{one.envelope, one.event};
        for (const auto& view : views_) view->apply(recorded);
        ++position_;
    }
}

Result<Done, ports::Fault> ViewRunner::catch_up(ports::EventLog& log, std::uint64_t known,
                                                const std::function<bool()>& keep_going) {
    constexpr std::size_t chunk_max = 1'000;
    constexpr std::uint64_t pass_max = 10'000;
    std::vector<kernel::DecodedRecord> chunk;
    const auto take_chunk = [&] {
        const std::unique_lock lock{mutex_};
        for (const auto& record : chunk) {
            if (record.envelope.position != position_ + 1) continue;
            const kernel::Recorded recorded{record.envelope, record.event};
            for (const auto& view : views_) view->apply(recorded);
            ++position_;
        }
        chunk.clear();
    };
    const auto take = [&](ports::ReadRecord&& read) {
        chunk.push_back(std::move(read.record));
        if (chunk.size() == chunk_max) take_chunk();
        return keep_going();
    };
    for (bool more = true; more && keep_going();) {
        const auto before = position();
        const auto last = std::max(known, before + pass_max);
        ANLAN_TRY_DONE(ports::read_records(log, decoder_, before + 1, last, take));
        take_chunk();
        more = position() > before;
    }
    const std::unique_lock lock{mutex_};
    caught_up_ = keep_going();
    return Done{};
}

std::uint64_t ViewRunner::position() const {
    const std::shared_lock lock{mutex_};
    return position_;
}

std::vector<kernel::QuerySpec> ViewRunner::queries() {
    std::vector<kernel::QuerySpec> all;
    for (const auto& view : views_) {
        for (auto& query : view->queries()) {
            query.answer = [this, answer = std::move(query.answer)](
                               const kernel::QueryRequest& request) -> Result<std::string, kernel::Refusal> {
                const std::shared_lock lock{mutex_};
                if (!caught_up_) return Unexpected{catching_up()};
                return answer(request);
            };
            all.push_back(std::move(query));
        }
    }
    return all;
}

}  // namespace anlan::views
