#include "app/roads.hpp"

#include "adapters/roads/csv_roads.hpp"
#include "adapters/roads/osm_roads.hpp"
#include "adapters/rulebook/rulebook.hpp"
#include "codec/json.hpp"

#include <algorithm>

namespace anlan::app {
namespace {

using adapters::roads::RoadTables;

Result<RoadTables, std::string> load_tables(const std::string& file) {
    const kernel::RulesSpec section{
        file, &kernel::section_tag<RoadTables>,
        [](std::string_view json) -> Result<std::shared_ptr<const void>, kernel::Malformed> {
            auto read = codec::read_json<RoadTables>(json, codec::Unknown::refuse);
            if (!read.ok()) return Unexpected{kernel::Malformed{read.error().path, read.error().expected}};
            return std::shared_ptr<const void>{std::make_shared<const RoadTables>(std::move(read).value())};
        }};
    const auto loaded = adapters::load_toml(file, section);
    if (!loaded.ok()) return Unexpected{adapters::to_text(loaded.error())};
    return *static_cast<const RoadTables*>(loaded->get());
}

std::string in_words(const ports::RoadsFault& fault) {
    return fault.file + ": " + (fault.place.empty() ? "" : fault.place + ": ") + "expected " + fault.expected;
}

}  // namespace

void add_roads(CLI::App& command, RoadsChosen& chosen) {
    command.add_option(
        "--roads", chosen.file,
        "reckon travel over these roads: an OpenStreetMap extract (.osm.pbf, .osm, .osm.gz) or "
        "a .toml file that describes tables");
    const std::map<std::string, ports::Datum> datums{{"wgs84", ports::Datum::wgs84},
                                                     {"gcj02", ports::Datum::gcj02}};
    command
        .add_option("--roads-datum", chosen.datum,
                    "in which datum an extract is (default: wgs84); tables say it themselves")
        ->transform(CLI::CheckedTransformer(datums, CLI::ignore_case));
}

Result<ports::RoadNetwork, std::string> read_roads(const RoadsChosen& chosen, const ports::RoadRules& rules) {
    const std::string file = chosen.file.string();
    const auto read = [](ports::Roads&& roads) -> Result<ports::RoadNetwork, std::string> {
        auto network = roads.read();
        if (!network.ok()) return Unexpected{in_words(network.error())};
        return std::move(network).value();
    };
    if (chosen.file.extension() == ".toml") {
        ANLAN_TRY(auto tables, load_tables(file));
        const auto folder = chosen.file.has_parent_path() ? chosen.file.parent_path().string() : ".";
        return read(adapters::roads::CsvRoads{folder, std::move(tables)});
    }
    const auto suffixes = {".osm.pbf", ".osm", ".osm.gz"};
    if (std::none_of(suffixes.begin(), suffixes.end(),
                     [&](std::string_view suffix) { return file.ends_with(suffix); }))
        return Unexpected{file + ": expected a name that ends with .osm.pbf, .osm, .osm.gz or .toml"};
    return read(adapters::roads::OsmRoads{file, rules, chosen.datum});
}

}  // namespace anlan::app
