#include "adapters/papers/refused_paper.hpp"

#include "base/overloaded.hpp"
#include "codec/utf8.hpp"

#include <algorithm>
#include <set>

namespace anlan::adapters {
namespace {

using ports::Fault;
using Found = std::optional<Fault>;

Found refused_text(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return unreadable_paper("a text holds a NUL");
    if (!codec::is_utf8(text)) return unreadable_paper("a text is no UTF-8");
    return {};
}

template <class Texts>
Found refused_texts(const Texts& texts) {
    for (const auto& text : texts)
        if (auto found = refused_text(text)) return found;
    return {};
}

Found refused_row(std::size_t cells, std::size_t head) {
    if (cells == head) return {};
    return unreadable_paper("a row has " + std::to_string(cells) + " cells, its head " +
                            std::to_string(head));
}

Found refused_table(const ports::PaperTable& table) {
    if (table.head.empty()) return unreadable_paper("a table without a column");
    if (!table.shares.empty()) {
        if (auto found = refused_row(table.shares.size(), table.head.size())) return found;
        if (std::any_of(table.shares.begin(), table.shares.end(), [](int share) { return share <= 0; }))
            return unreadable_paper("a column without a share of the width");
    }
    if (auto found = refused_texts(table.head)) return found;
    for (const auto& row : table.rows) {
        if (auto found = refused_row(row.size(), table.head.size())) return found;
        if (auto found = refused_texts(row)) return found;
    }
    return {};
}

Found refused_part(const ports::PaperPart& part) {
    return std::visit(Overloaded{[](const ports::PaperHeading& one) { return refused_text(one.text); },
                                 [](const ports::PaperText& one) { return refused_text(one.text); },
                                 [](const ports::PaperPairs& one) {
                                     for (const auto& [label, value] : one.pairs) {
                                         if (auto found = refused_text(label)) return found;
                                         if (auto found = refused_text(value)) return found;
                                     }
                                     return Found{};
                                 },
                                 [](const ports::PaperTable& one) { return refused_table(one); },
                                 [](const ports::PaperSignatures& one) { return refused_texts(one.who); }},
                      part);
}

std::size_t rows_of(const ports::PaperPart& part) {
    if (const auto* table = std::get_if<ports::PaperTable>(&part)) return table->rows.size();
    if (const auto* pairs = std::get_if<ports::PaperPairs>(&part)) return pairs->pairs.size();
    if (const auto* lines = std::get_if<ports::PaperSignatures>(&part)) return lines->who.size();
    return 1;
}

Found too_many_rows(std::size_t rows) {
    if (rows <= ports::paper_rows_max) return {};
    return paper_too_long(std::to_string(rows) + " rows, at most " + std::to_string(ports::paper_rows_max));
}

std::size_t characters_of(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    }));
}

Found refused_cell(const ports::Cell& cell) {
    const auto* text = std::get_if<std::string>(&cell);
    if (text == nullptr) return {};
    if (auto found = refused_text(*text)) return found;
    if (characters_of(*text) <= ports::cell_characters_max) return {};
    return paper_too_long("a cell of " + std::to_string(characters_of(*text)) + " characters");
}

// ECMA-376 18.2.19, and what spreadsheet programs refuse beyond it.
Found refused_name(const std::string& name) {
    if (auto found = refused_text(name)) return found;
    const bool fits = !name.empty() && characters_of(name) <= 31;
    const bool plain = name.find_first_of("[]:*?/\\") == std::string::npos;
    if (fits && plain && name.front() != '\'' && name.back() != '\'') return {};
    return unreadable_paper("a sheet cannot be named '" + name + "'");
}

Found refused_sheet(const ports::Sheet& sheet) {
    if (auto found = refused_name(sheet.name)) return found;
    if (sheet.head.empty()) return unreadable_paper("a sheet without a column");
    if (auto found = refused_text(sheet.title)) return found;
    for (const auto& text : sheet.head)
        if (auto found = refused_cell(text)) return found;
    for (const auto& text : sheet.notes)
        if (auto found = refused_cell(text)) return found;
    for (const auto& row : sheet.rows) {
        if (auto found = refused_row(row.size(), sheet.head.size())) return found;
        for (const auto& cell : row)
            if (auto found = refused_cell(cell)) return found;
    }
    return {};
}

}  // namespace

std::optional<Fault> refused(const ports::Paper& paper) {
    std::size_t rows = 0;
    for (const auto& part : paper.parts) rows += rows_of(part);
    if (auto found = too_many_rows(rows)) return found;
    if (auto found = refused_texts(
            std::initializer_list<std::string_view>{paper.title, paper.subtitle, paper.foot, paper.language}))
        return found;
    for (const auto& part : paper.parts)
        if (auto found = refused_part(part)) return found;
    return {};
}

std::optional<Fault> refused(const ports::Workbook& workbook) {
    if (workbook.sheets.empty()) return unreadable_paper("a workbook without a sheet");
    if (auto found = refused_text(workbook.title)) return found;
    std::size_t rows = 0;
    std::set<std::string> names;
    for (const auto& sheet : workbook.sheets) {
        rows += sheet.rows.size();
        if (auto found = refused_sheet(sheet)) return found;
        auto name = sheet.name;
        std::transform(name.begin(), name.end(), name.begin(), [](char letter) {
            return letter >= 'A' && letter <= 'Z' ? char(letter + 32) : letter;
        });
        if (!names.insert(std::move(name)).second)
            return unreadable_paper("two sheets are named '" + sheet.name + "'");
    }
    return too_many_rows(rows);
}

}  // namespace anlan::adapters
