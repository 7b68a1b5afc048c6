// Writes a workbook as OOXML, by libxlsxwriter, into memory.
#pragma once
#include "base/instant.hpp"
#include "base/result.hpp"
#include "ports/papers.hpp"

#include <string>

namespace anlan::adapters {

// A workbook that was not refused. Instants are shown so much ahead of UTC.
Result<std::string, ports::Fault> write_xlsx(const ports::Workbook& workbook, Minutes civil_offset);

}  // namespace anlan::adapters
