// --maps: the city's own maps, from a file that names them.
#pragma once
#include "adapters/http/settings.hpp"
#include "ports/map_sources.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>

namespace anlan::app {

void add_maps(CLI::App& command, std::filesystem::path& file);

// An empty name: no maps. The text is for the person who started us: file, line, what was expected.
Result<ports::MapSources, std::string> read_maps(const std::filesystem::path& file);

// So that pages may ask for them, and those on this machine are served.
void serve_maps(const ports::MapSources& maps, adapters::http::ServerSettings& settings);

}  // namespace anlan::app
