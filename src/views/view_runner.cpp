#include "views/view_runner.hpp"

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
                       std::vector<std::unique_ptr<kernel::View>> more, kernel::PersonalSeal* seal)
    : decoder_(modules, seal), views_(std::move(more)) {
    for (const auto& module : modules)
        for (const auto& make : module.views) views_.push_back(make());
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

Result<Done, ports::Fault> ViewRunner::catch_up(ports::EventLog& log,
                                                const std::function<bool()>& keep_going) {
    constexpr std::size_t chunk_max = 1'000;
    std::optional<ports::Fault> broken;
    while (keep_going()) {
        std::vector<kernel::DecodedRecord> chunk;
        ANLAN_TRY_DONE(
            log.read(position() + 1, [&](std::uint64_t position, std::string_view bytes, const ports::Hash&) {
                auto record = decoder_.decode(bytes);
                if (record.ok())
                    chunk.push_back(std::move(record).value());
                else
                    broken = ports::Fault{ports::Then::stop, "log.not_understood",
                                          "record " + std::to_string(position) + ": " + record.error()};
                return record.ok() && chunk.size() < chunk_max;
            }));
        if (broken) return Unexpected{std::move(*broken)};
        const std::unique_lock lock{mutex_};
        for (const auto& record : chunk) {
            if (record.envelope.position != position_ + 1) continue;
            const kernel::Recorded recorded{record.envelope, record.event};
            for (const auto& view : views_) view->apply(recorded);
            ++position_;
        }
        if (!chunk.empty()) continue;
        caught_up_ = true;
        break;
    }
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
