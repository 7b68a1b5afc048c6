// Comma-separated values as RFC 4180 has them: quoted fields with doubled quotes and line breaks inside, CRLF
// or LF, a UTF-8 mark at the front allowed. What does not fit is refused with its line, never guessed at: a
// log that is cut short or shifted by one column must not become incidents.
#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::sim {

struct CsvFault {
    int line = 0;  // where the record or the quoted field at fault begins, from 1
    std::string expected;

    friend bool operator==(const CsvFault&, const CsvFault&) = default;
};

inline constexpr std::size_t csv_columns_max = 1'024;
inline constexpr std::size_t csv_field_bytes_max = std::size_t{1} << 20U;

class CsvReader {
public:
    explicit CsvReader(std::string_view text);

    // The next record's fields; none at the end. Each must have as many as the first record (the header).
    Result<std::optional<std::vector<std::string>>, CsvFault> next();

    int line() const { return record_line_; }  // on which the last record began
    std::size_t bytes_read() const { return at_; }

private:
    Result<std::string, CsvFault> field();
    Result<std::string, CsvFault> quoted_field();
    bool take_line_end();
    bool at_line_end() const;

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    int record_line_ = 0;
    std::size_t columns_ = 0;
};

// The columns by name. A column named twice is refused when it is asked for.
class CsvHeader {
public:
    explicit CsvHeader(std::vector<std::string> names) : names_(std::move(names)) {}
    Result<std::size_t, CsvFault> column(std::string_view name) const;

private:
    std::vector<std::string> names_;
};

}  // namespace anlan::sim
