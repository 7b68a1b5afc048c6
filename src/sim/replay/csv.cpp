#include "sim/replay/csv.hpp"

#include <algorithm>
#include <utility>

namespace anlan::sim {

CsvReader::CsvReader(std::string_view text) : text_(text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text_.starts_with(mark)) at_ = mark.size();
}

bool CsvReader::at_line_end() const {
    if (at_ >= text_.size() || text_[at_] == '\n') return true;
    return text_[at_] == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] == '\n');
}

bool CsvReader::take_line_end() {
    if (!at_line_end()) return false;
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size()) ++at_;
    ++line_;
    return true;
}

Result<std::string, CsvFault> CsvReader::quoted_field() {
    const int began = line_;
    std::string value;
    for (++at_; at_ < text_.size(); ++at_) {
        const char c = text_[at_];
        if (c == '"') {
            const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == '"';
            if (!doubled) {
                ++at_;
                if (at_line_end() || text_[at_] == ',') return value;
                return Unexpected{CsvFault{line_, "a comma or the end of the line after a closing quote"}};
            }
            ++at_;
        }
        if (c == '\n') ++line_;
        if (value.size() >= csv_field_bytes_max)
            return Unexpected{CsvFault{began, "a field of at most 1 MiB"}};
        value += c;
    }
    return Unexpected{CsvFault{began, "a closing quote for the field that is opened here"}};
}

Result<std::string, CsvFault> CsvReader::field() {
    if (at_ < text_.size() && text_[at_] == '"') return quoted_field();
    const std::size_t begin = at_;
    for (; !at_line_end() && text_[at_] != ','; ++at_) {
        if (text_[at_] == '"') return Unexpected{CsvFault{line_, "a quote only at the start of a field"}};
        if (text_[at_] == '\0') return Unexpected{CsvFault{line_, "text, not a zero byte"}};
        if (at_ - begin >= csv_field_bytes_max)
            return Unexpected{CsvFault{line_, "a field of at most 1 MiB"}};
    }
    return std::string{text_.substr(begin, at_ - begin)};
}

Result<std::optional<std::vector<std::string>>, CsvFault> CsvReader::next() {
    // A line with nothing on it is no record, wherever it stands.
    while (at_ < text_.size() && at_line_end()) take_line_end();
    if (at_ >= text_.size()) return std::optional<std::vector<std::string>>{};
    record_line_ = line_;
    std::vector<std::string> fields;
    fields.reserve(columns_);
    while (true) {
        ANLAN_TRY(auto value, field());
        fields.push_back(std::move(value));
        if (fields.size() > csv_columns_max)
            return Unexpected{
                CsvFault{record_line_, "at most " + std::to_string(csv_columns_max) + " columns"}};
        if (take_line_end()) break;
        ++at_;  // the comma
    }
    if (columns_ == 0) columns_ = fields.size();
    if (fields.size() != columns_)
        return Unexpected{CsvFault{record_line_, std::to_string(columns_) + " fields as in the header, not " +
                                                     std::to_string(fields.size())}};
    return std::optional{std::move(fields)};
}

Result<std::size_t, CsvFault> CsvHeader::column(std::string_view name) const {
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (found == names_.end()) return Unexpected{CsvFault{1, "a column named \"" + std::string{name} + '"'}};
    if (std::find(found + 1, names_.end(), name) != names_.end())
        return Unexpected{CsvFault{1, "one column named \"" + std::string{name} + "\", not two"}};
    return static_cast<std::size_t>(found - names_.begin());
}

}  // namespace anlan::sim
