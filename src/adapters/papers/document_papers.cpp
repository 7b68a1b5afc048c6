#include "adapters/papers/document_papers.hpp"

#include "adapters/papers/pdf_paper.hpp"
#include "adapters/papers/refused_paper.hpp"
#include "adapters/papers/xlsx_workbook.hpp"

namespace anlan::adapters {

Result<std::string, ports::Fault> DocumentPapers::pdf(const ports::Paper& paper) noexcept {
    if (auto found = refused(paper)) return Unexpected{std::move(*found)};
    return draw_pdf(paper);
}

Result<std::string, ports::Fault> DocumentPapers::xlsx(const ports::Workbook& workbook) noexcept {
    if (auto found = refused(workbook)) return Unexpected{std::move(*found)};
    return write_xlsx(workbook, civil_offset_);
}

}  // namespace anlan::adapters
