#include "app/maps.hpp"

#include "adapters/rulebook/rulebook.hpp"
#include "codec/json.hpp"

namespace anlan::app {
namespace {

using ports::MapSources;

Result<std::shared_ptr<const void>, kernel::Malformed> decode(std::string_view json) {
    auto read = codec::read_json<MapSources>(json, codec::Unknown::refuse);
    if (!read.ok()) return Unexpected{kernel::Malformed{read.error().path, read.error().expected}};
    if (auto wrong = ports::check_map_sources(read.value())) return Unexpected{std::move(*wrong)};
    return std::shared_ptr<const void>{std::make_shared<const MapSources>(std::move(read).value())};
}

}  // namespace

void add_maps(CLI::App& command, std::filesystem::path& file) {
    command.add_option("--maps", file,
                       "a .toml file that names the city's own maps (PMTiles, XYZ, WMTS, WMS), to be laid "
                       "beneath the consoles' marks: docs/maps.md");
}

Result<MapSources, std::string> read_maps(const std::filesystem::path& file) {
    if (file.empty()) return MapSources{};
    const kernel::RulesSpec section{file.string(), &kernel::section_tag<MapSources>, decode};
    const auto loaded = adapters::load_toml(file.string(), section);
    if (!loaded.ok()) return Unexpected{adapters::to_text(loaded.error())};
    auto maps = *static_cast<const MapSources*>(loaded->get());
    for (auto& source : maps.sources) {
        if (!source.file) continue;
        const auto there = file.parent_path() / *source.file;  // an absolute one stays what it is
        if (!std::filesystem::is_regular_file(there))
            return Unexpected{file.string() + ": map " + source.code + ": there is no file " +
                              there.string()};
        source.file = there.string();
    }
    return maps;
}

void serve_maps(const MapSources& maps, adapters::http::ServerSettings& settings) {
    settings.picture_origins = ports::origins_of(maps);
    for (const auto& source : maps.sources)
        if (source.file) settings.web_files.push_back({ports::address_of(source), *source.file});
}

}  // namespace anlan::app
