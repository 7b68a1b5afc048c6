// Papers by Pango and Cairo, workbooks by libxlsxwriter, both in memory: nothing of them is left on the disk.
// Each call has its fonts and its surfaces for itself, so that calls may be made from any thread.
#pragma once
#include "base/instant.hpp"
#include "ports/papers.hpp"

namespace anlan::adapters {

class DocumentPapers final : public ports::Papers {
public:
    // What the city's clocks are ahead of UTC.
    explicit DocumentPapers(Minutes civil_offset) : civil_offset_(civil_offset) {}

    Result<std::string, ports::Fault> pdf(const ports::Paper& paper) noexcept override;
    Result<std::string, ports::Fault> xlsx(const ports::Workbook& workbook) noexcept override;

private:
    Minutes civil_offset_;
};

}  // namespace anlan::adapters
