// What cannot be made a document of, found before anything is drawn.
#pragma once
#include "base/result.hpp"
#include "ports/papers.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace anlan::adapters {

inline ports::Fault unreadable_paper(std::string what) {
    return {ports::Then::stop, "papers.unreadable", std::move(what)};
}

inline ports::Fault paper_too_long(std::string what) {
    return {ports::Then::stop, "papers.too_long", std::move(what)};
}

std::optional<ports::Fault> refused(const ports::Paper& paper);
std::optional<ports::Fault> refused(const ports::Workbook& workbook);

}  // namespace anlan::adapters
