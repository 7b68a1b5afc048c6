// Proposes a class and its priority from a report's words, with the questions to ask. Keeps nothing: all it needs is
// the rulebook's catalogue.
#pragma once
#include "kernel/module.hpp"

namespace anlan::views {

class ClassAdvice final : public kernel::View {
public:
    std::string_view name() const override { return "class_advice"; }
    void apply(const kernel::Recorded&) override {}
    std::vector<kernel::QuerySpec> queries() override;
};

}  // namespace anlan::views
