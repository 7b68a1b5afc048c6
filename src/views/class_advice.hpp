// Proposes a class and its priority from a report's words, with the questions to ask. Keeps nothing but the
// rulebook's catalogue made ready for searching.
#pragma once
#include "kernel/module.hpp"
#include "planning/classification.hpp"
#include "terms/incident_catalogue.hpp"

#include <memory>
#include <mutex>
#include <string>

namespace anlan::views {

class ClassAdvice final : public kernel::View {
public:
    std::string_view name() const override { return "class_advice"; }
    void apply(const kernel::Recorded&) override {}
    std::vector<kernel::QuerySpec> queries() override;

private:
    std::shared_ptr<const planning::Classifier> classifier(const kernel::Rulebook& rules) const;
    Result<std::string, kernel::Refusal> answer(const kernel::QueryRequest& request) const;

    mutable std::mutex mutex_;
    mutable std::shared_ptr<const planning::Classifier> classifier_;
    mutable std::string version_;
};

}  // namespace anlan::views
