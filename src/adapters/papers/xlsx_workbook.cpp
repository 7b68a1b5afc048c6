#include "adapters/papers/xlsx_workbook.hpp"

#include "base/overloaded.hpp"

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace anlan::adapters {
namespace {

using ports::Fault;

constexpr double widest_column = 60;

Fault not_written(const std::string& why) {
    return {ports::Then::retry_call, "papers.io", "the workbook was not written: " + why};
}

// A file without a name, which is gone with its descriptor: what is written never lies on a disk.
class MemoryFile {
public:
    MemoryFile() : descriptor_(::memfd_create("anlan-workbook", MFD_CLOEXEC)) {}
    ~MemoryFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    bool open() const { return descriptor_ >= 0; }
    std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

    Result<std::string, Fault> bytes() const {
        const auto size = ::lseek(descriptor_, 0, SEEK_END);
        if (size < 0) return Unexpected{not_written(std::strerror(errno))};
        std::string all(static_cast<std::size_t>(size), '\0');
        for (std::size_t done = 0; done < all.size();) {
            const auto got =
                ::pread(descriptor_, all.data() + done, all.size() - done, static_cast<off_t>(done));
            if (got <= 0) return Unexpected{not_written(std::strerror(errno))};
            done += static_cast<std::size_t>(got);
        }
        return all;
    }

private:
    int descriptor_;
};

struct Formats {
    explicit Formats(lxw_workbook* workbook)
        : title(workbook_add_format(workbook)),
          head(workbook_add_format(workbook)),
          whole(workbook_add_format(workbook)),
          real(workbook_add_format(workbook)),
          share(workbook_add_format(workbook)),
          instant(workbook_add_format(workbook)),
          note(workbook_add_format(workbook)) {
        format_set_bold(title);
        format_set_font_size(title, 14);
        format_set_bold(head);
        format_set_bg_color(head, 0xEDEDED);
        format_set_bottom(head, LXW_BORDER_THIN);
        format_set_text_wrap(head);
        format_set_num_format(whole, "#,##0");
        format_set_num_format(real, "#,##0.##");
        format_set_num_format(share, "0.0%");
        format_set_num_format(instant, "yyyy-mm-dd hh:mm");
        format_set_font_color(note, 0x595959);
    }

    lxw_format* title;
    lxw_format* head;
    lxw_format* whole;
    lxw_format* real;
    lxw_format* share;
    lxw_format* instant;
    lxw_format* note;
};

// Roughly what a text takes in a sheet's unit: a Han character two, any other one.
double width_of(std::string_view utf8) {
    double width = 0;
    for (const char byte : utf8) {
        const auto value = static_cast<unsigned char>(byte);
        if ((value & 0xC0) != 0x80) width += value >= 0xE3 ? 2 : 1;
    }
    return width;
}

class SheetWriter {
public:
    SheetWriter(lxw_workbook* workbook, const Formats& formats, Minutes civil_offset,
                const ports::Sheet& sheet)
        : formats_(formats),
          civil_offset_(civil_offset),
          sheet_(sheet),
          out_(workbook_add_worksheet(workbook, sheet.name.c_str())) {}

    lxw_error write() {
        if (out_ == nullptr) return LXW_ERROR_PARAMETER_VALIDATION;
        if (!sheet_.title.empty()) {
            text(row_, 0, sheet_.title, formats_.title);
            row_ += 2;
        }
        head();
        for (const auto& cells : sheet_.rows) {
            for (std::size_t column = 0; column < cells.size(); ++column)
                cell(static_cast<lxw_col_t>(column), cells[column]);
            ++row_;
        }
        ++row_;
        for (const auto& note : sheet_.notes) text(row_++, 0, note, formats_.note);
        return error_;
    }

private:
    void noted(lxw_error error) {
        if (error_ == LXW_NO_ERROR) error_ = error;
    }

    // Never a formula, whatever it begins with.
    void text(lxw_row_t row, lxw_col_t column, const std::string& text, lxw_format* format) {
        noted(worksheet_write_string(out_, row, column, text.c_str(), format));
    }

    void head() {
        const auto last = static_cast<lxw_col_t>(sheet_.head.size() - 1);
        for (lxw_col_t column = 0; column <= last; ++column) {
            text(row_, column, sheet_.head[column], formats_.head);
            noted(worksheet_set_column(out_, column, column, column_width(column), nullptr));
        }
        const auto rows = static_cast<lxw_row_t>(sheet_.rows.size());
        noted(worksheet_autofilter(out_, row_, 0, row_ + std::max<lxw_row_t>(rows, 1), last));
        ++row_;
        worksheet_freeze_panes(out_, row_, 1);
    }

    double column_width(std::size_t column) const {
        double width = 8;
        // A long name of a figure goes onto two lines.
        width = std::max(width, width_of(sheet_.head[column]) / 2);
        for (const auto& cells : sheet_.rows)
            if (const auto* text = std::get_if<std::string>(&cells[column]))
                width = std::max(width, width_of(*text));
            else if (std::holds_alternative<ports::CellInstant>(cells[column]))
                width = std::max(width, 16.0);
        return std::min(width + 2, widest_column);
    }

    void cell(lxw_col_t column, const ports::Cell& cell) {
        const auto number = [&](double value, lxw_format* format) {
            noted(worksheet_write_number(out_, row_, column, value, format));
        };
        std::visit(
            Overloaded{[](std::monostate) {},
                       [&](const std::string& value) { text(row_, column, value, nullptr); },
                       [&](std::int64_t value) { number(static_cast<double>(value), formats_.whole); },
                       [&](double value) { number(value, formats_.real); },
                       [&](ports::CellShare share) { number(share.value, formats_.share); },
                       [&](ports::CellInstant instant) { number(day_of(instant.at), formats_.instant); }},
            cell);
    }

    // ECMA-376 18.17.4.1: days since 1899-12-30, of the city's clock.
    double day_of(Instant at) const {
        const auto since_1970 = at.time_since_epoch() + civil_offset_;
        return 25'569 + static_cast<double>(since_1970.count()) / 86'400'000.0;
    }

    const Formats& formats_;
    Minutes civil_offset_;
    const ports::Sheet& sheet_;
    lxw_worksheet* out_;
    lxw_row_t row_ = 0;
    lxw_error error_ = LXW_NO_ERROR;
};

}  // namespace

Result<std::string, Fault> write_xlsx(const ports::Workbook& workbook, Minutes civil_offset) {
    const MemoryFile file;
    if (!file.open()) return Unexpected{not_written(std::strerror(errno))};
    auto* out = workbook_new(file.path().c_str());
    if (out == nullptr) return Unexpected{not_written("no memory")};
    lxw_doc_properties properties{};
    auto title = workbook.title;
    std::string author = "Anlan";
    properties.title = title.data();
    properties.author = author.data();
    properties.created = std::chrono::system_clock::to_time_t(workbook.made_at);
    auto error = workbook_set_properties(out, &properties);
    const Formats formats{out};
    for (const auto& sheet : workbook.sheets) {
        const auto found = SheetWriter{out, formats, civil_offset, sheet}.write();
        if (error == LXW_NO_ERROR) error = found;
    }
    const auto closed = workbook_close(out);  // frees it, too
    if (error == LXW_NO_ERROR) error = closed;
    if (error != LXW_NO_ERROR) return Unexpected{not_written(lxw_strerror(error))};
    return file.bytes();
}

}  // namespace anlan::adapters
