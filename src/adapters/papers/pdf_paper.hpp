// Lays a paper out on A4 pages, by Pango and Cairo.
#pragma once
#include "base/result.hpp"
#include "ports/papers.hpp"

#include <string>

namespace anlan::adapters {

// A paper that was not refused.
Result<std::string, ports::Fault> draw_pdf(const ports::Paper& paper);

}  // namespace anlan::adapters
