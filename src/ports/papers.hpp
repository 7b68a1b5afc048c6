// Documents for people outside of Anlan: a paper to print or send (PDF), a workbook to reckon with (XLSX).
// They say what stands in them and in which order; how it is laid out is the adapter's.
//
// Threads: any.
#pragma once
#include "base/instant.hpp"
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace anlan::ports {

// All texts are UTF-8, plain: nothing in them is read as markup.
struct PaperHeading {
    std::string text;
};

struct PaperText {
    std::string text;  // line breaks are kept
};

// "deadline: 9 March": a label and what it says, one a line.
struct PaperPairs {
    std::vector<std::pair<std::string, std::string>> pairs;
};

struct PaperTable {
    std::vector<std::string> head;               // repeated on each page that it runs over
    std::vector<std::vector<std::string>> rows;  // each as long as the head
    std::vector<int> shares = {};                // of the width, one a column; empty: as much as each needs
};

// Room to sign by hand: a line each, with who signs under it.
struct PaperSignatures {
    std::vector<std::string> who;
};

using PaperPart = std::variant<PaperHeading, PaperText, PaperPairs, PaperTable, PaperSignatures>;

struct Paper {
    std::string title;
    std::string subtitle = {};  // number, date
    std::string foot = {};      // at the foot of each page, before "page of pages"
    std::string language;       // BCP 47: "zh-CN", "en"
    bool landscape = false;     // of A4
    Instant made_at{};          // stands in the file's properties; the same paper gives the same bytes
    std::vector<PaperPart> parts;
};

// A share is 0.25 and shown as 25.0 %; an instant is shown as the city's day and hour.
struct CellShare {
    double value = 0;
};
struct CellInstant {
    Instant at{};
};
using Cell = std::variant<std::monostate, std::string, std::int64_t, double, CellShare, CellInstant>;

struct Sheet {
    std::string name;               // ≤ 31 characters, without []:*?/\, each once in a workbook
    std::string title = {};         // above the head
    std::vector<std::string> head;  // stays in view, and filters
    std::vector<std::vector<Cell>> rows;
    std::vector<std::string> notes = {};  // under the rows: formulas, sources
};

struct Workbook {
    std::string title;
    Instant made_at{};
    std::vector<Sheet> sheets;
};

inline constexpr std::size_t paper_rows_max = 20'000;

// Faults: papers.too_long, papers.unreadable (a text that is no UTF-8, a sheet's name that cannot be, a row
// of another length than the head), papers.no_font, papers.io.
class Papers {
public:
    virtual ~Papers() = default;

    // application/pdf, fonts embedded.
    virtual Result<std::string, Fault> pdf(const Paper& paper) noexcept = 0;
    // application/vnd.openxmlformats-officedocument.spreadsheetml.sheet; texts are never formulas.
    virtual Result<std::string, Fault> xlsx(const Workbook& workbook) noexcept = 0;
};

}  // namespace anlan::ports
