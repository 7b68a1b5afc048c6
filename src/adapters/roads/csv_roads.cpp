#include "adapters/roads/csv_roads.hpp"

#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <unordered_map>

namespace anlan::adapters::roads {
namespace {

using ports::RoadsFault;

constexpr double day_in_seconds = 86'400;
constexpr double stretch_seconds_max = day_in_seconds;
constexpr double index_max = 9'007'199'254'740'992.0;  // whole figures that a double holds

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

double in_seconds(TimeUnit unit) {
    switch (unit) {
        case TimeUnit::seconds:
            return 1;
        case TimeUnit::minutes:
            return 60;
        case TimeUnit::hours:
            return 3'600;
        case TimeUnit::days:
            return day_in_seconds;
    }
    return 1;
}

std::vector<std::string_view> cells_of(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::vector<std::string_view> cells;
    for (std::size_t at = 0;;) {
        const auto comma = line.find(',', at);
        auto cell = line.substr(at, comma == line.npos ? line.npos : comma - at);
        if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"')
            cell = cell.substr(1, cell.size() - 2);
        cells.push_back(cell);
        if (comma == line.npos) return cells;
        at = comma + 1;
    }
}

// A table of figures, row by row. Only figures are read, so that no cell needs more than its quotes taken
// off.
class Table {
public:
    Table(std::string file, std::istream& in, std::vector<std::string> columns)
        : file_(std::move(file)), in_(in), columns_(std::move(columns)) {}

    Result<Done, RoadsFault> find_header() {
        if (!in_) return wrong("", "a file that can be read");
        while (next_line())
            if (names_all()) return Done{};
        std::string names;
        for (const auto& column : columns_) names += (names.empty() ? "" : ", ") + column;
        return wrong("", "a row that names the columns " + names);
    }

    // The figures of the next row, in the order of the columns; false at the end.
    Result<bool, RoadsFault> row(std::vector<double>& figures) {
        while (next_line()) {
            const auto cells = cells_of(line_);
            if (line_.find_first_not_of(", \r") == line_.npos) continue;
            figures.clear();
            for (std::size_t i = 0; i < at_.size(); ++i) {
                double figure = 0;
                const auto cell = at_[i] < cells.size() ? cells[at_[i]] : std::string_view{};
                const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), figure);
                if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(figure))
                    return here(columns_[i] + " as a figure");
                figures.push_back(figure);
            }
            return true;
        }
        if (in_.bad()) return here("a file that can be read to its end");
        return false;
    }

    Unexpected<RoadsFault> here(std::string expected) const {
        return wrong("line " + std::to_string(number_), std::move(expected));
    }
    Unexpected<RoadsFault> wrong(std::string place, std::string expected) const {
        return Unexpected{RoadsFault{file_, std::move(place), std::move(expected)}};
    }

private:
    bool next_line() {
        if (!std::getline(in_, line_)) return false;
        if (++number_ == 1 && line_.starts_with(utf8_mark)) line_.erase(0, utf8_mark.size());
        return true;
    }
    bool names_all() {
        const auto cells = cells_of(line_);
        at_.clear();
        for (const auto& column : columns_)
            for (std::size_t i = 0; i < cells.size(); ++i)
                if (cells[i] == column) {
                    at_.push_back(i);
                    break;
                }
        return at_.size() == columns_.size();
    }

    std::string file_;
    std::istream& in_;
    std::vector<std::string> columns_;
    std::vector<std::size_t> at_;
    std::string line_;
    std::size_t number_ = 0;
};

using Indexes = std::unordered_map<std::int64_t, std::uint32_t>;

std::optional<std::int64_t> whole(double figure) {
    if (figure != std::floor(figure) || std::abs(figure) > index_max) return std::nullopt;
    return static_cast<std::int64_t>(figure);
}

Result<Done, RoadsFault> read_points(const std::string& folder, const PointTable& columns, std::istream& in,
                                     Indexes& indexes, ports::RoadNetwork& network) {
    Table table{folder + "/" + columns.file, in, {columns.index, columns.latitude, columns.longitude}};
    ANLAN_TRY_DONE(table.find_header());
    std::vector<double> row;
    while (true) {
        ANLAN_TRY(const bool more, table.row(row));
        if (!more) return Done{};
        const GeoPoint point{row[1], row[2]};
        const auto index = whole(row[0]);
        if (!index) return table.here(columns.index + " as a whole figure");
        if (!is_valid(point)) return table.here("a latitude from -90 to 90 and a longitude from -180 to 180");
        if (network.points.size() >= ports::road_points_max) return table.here("at most 20000000 points");
        if (!indexes.emplace(*index, static_cast<std::uint32_t>(network.points.size())).second)
            return table.here("each point once");
        network.points.push_back(point);
    }
}

Result<Done, RoadsFault> read_stretches(const std::string& folder, const StretchTable& columns,
                                        std::istream& in, const Indexes& indexes,
                                        ports::RoadNetwork& network) {
    Table table{folder + "/" + columns.file, in, {columns.from, columns.to, columns.time}};
    ANLAN_TRY_DONE(table.find_header());
    const double unit = in_seconds(columns.time_unit);
    std::vector<double> row;
    while (true) {
        ANLAN_TRY(const bool more, table.row(row));
        if (!more) return Done{};
        std::array<std::uint32_t, 2> ends{};
        for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
            const auto index = whole(row[end]);
            const auto found = index ? indexes.find(*index) : indexes.end();
            if (found == indexes.end())
                return table.here((end == 0 ? columns.from : columns.to) + " as a point of the other table");
            ends[end] = found->second;
        }
        const double seconds = row[2] * unit;
        if (!(seconds >= 0 && seconds <= stretch_seconds_max))
            return table.here(columns.time + " between nothing and a day");
        const auto time = static_cast<std::uint32_t>(std::ceil(seconds * 1000));
        network.stretches.push_back({ends[0], ends[1], time});
        if (columns.ways == Ways::both_ways) network.stretches.push_back({ends[1], ends[0], time});
    }
}

}  // namespace

Result<ports::RoadNetwork, RoadsFault> read_road_tables(const std::string& folder, const RoadTables& tables,
                                                        std::istream& points, std::istream& stretches) {
    ports::RoadNetwork network;
    Indexes indexes;
    ANLAN_TRY_DONE(read_points(folder, tables.points, points, indexes, network));
    ANLAN_TRY_DONE(read_stretches(folder, tables.stretches, stretches, indexes, network));
    if (network.stretches.empty())
        return Unexpected{RoadsFault{folder + "/" + tables.stretches.file, "", "at least one stretch"}};
    network.datum = tables.datum;
    return network;
}

Result<ports::RoadNetwork, RoadsFault> CsvRoads::read() noexcept {
    std::ifstream points{folder_ + "/" + tables_.points.file, std::ios::binary};
    std::ifstream stretches{folder_ + "/" + tables_.stretches.file, std::ios::binary};
    return read_road_tables(folder_, tables_, points, stretches);
}

}  // namespace anlan::adapters::roads
