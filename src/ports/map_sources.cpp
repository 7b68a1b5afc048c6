#include "ports/map_sources.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace anlan::ports {
namespace {

bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

// Scheme, host and port of an address; empty: it has none that a page could ask.
std::string origin_of(std::string_view url) {
    const std::string_view scheme = url.starts_with("https://")  ? "https://"
                                    : url.starts_with("http://") ? "http://"
                                                                 : "";
    if (scheme.empty()) return {};
    const auto host = url.substr(scheme.size(), url.find_first_of("/?#", scheme.size()) - scheme.size());
    const bool plain = !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '.' || c == ':' || c == '[' || c == ']';
    });
    return plain ? std::string{scheme} + std::string{host} : std::string{};
}

bool has_each(std::string_view url, const std::array<std::string_view, 3>& places) {
    return std::all_of(places.begin(), places.end(),
                       [&](std::string_view place) { return url.find(place) != std::string_view::npos; });
}

// What the address lacks for its kind; null: nothing.
const char* lacks(const MapSource& source) {
    const std::string_view url = *source.url;
    if (origin_of(url).empty()) return "an address that begins with http:// or https:// and a host";
    if (std::any_of(url.begin(), url.end(), [](char c) { return c <= ' ' || c == '"' || c == ';'; }))
        return "an address without spaces, quotes and semicolons";
    if (source.kind == MapKind::xyz && !has_each(url, {"{z}", "{x}", "{y}"}))
        return "an address with {z}, {x} and {y}";
    if (source.kind == MapKind::wmts && !has_each(url, {"{TileMatrix}", "{TileCol}", "{TileRow}"}))
        return "an address with {TileMatrix}, {TileCol} and {TileRow}";
    return nullptr;
}

std::optional<kernel::Malformed> wrong_in(const MapSource& source, const std::string& path) {
    if (!is_code(source.code)) return kernel::Malformed{path + ".code", "1 to 40 of a-z, 0-9 and '-'"};
    if (source.name.zh.empty()) return kernel::Malformed{path + ".name.zh", "a name"};
    if (source.name.en.empty()) return kernel::Malformed{path + ".name.en", "a name"};
    if (source.zoom_max < 1 || source.zoom_max > map_zoom_max)
        return kernel::Malformed{path + ".zoom_max", "1 to " + std::to_string(map_zoom_max)};
    if (source.url.has_value() == source.file.has_value())
        return kernel::Malformed{path + ".url", "either a url or a file"};
    if (source.file && (source.kind != MapKind::pmtiles || source.file->empty()))
        return kernel::Malformed{path + ".file", "a file of kind pmtiles"};
    if ((source.kind == MapKind::wms) != source.layers.has_value())
        return kernel::Malformed{path + ".layers", "the layers of a wms, and of nothing else"};
    if (source.url)
        if (const char* missing = lacks(source)) return kernel::Malformed{path + ".url", missing};
    return std::nullopt;
}

}  // namespace

std::optional<kernel::Malformed> check_map_sources(const MapSources& maps) {
    if (maps.sources.empty() || maps.sources.size() > map_sources_max)
        return kernel::Malformed{".sources", "1 to " + std::to_string(map_sources_max) + " maps"};
    std::set<std::string> codes;
    for (std::size_t n = 0; n < maps.sources.size(); ++n) {
        const auto path = ".sources[" + std::to_string(n) + "]";
        if (auto wrong = wrong_in(maps.sources[n], path)) return wrong;
        if (!codes.insert(maps.sources[n].code).second)
            return kernel::Malformed{path + ".code", "a code that no other map has"};
    }
    return std::nullopt;
}

std::vector<std::string> origins_of(const MapSources& maps) {
    std::set<std::string> origins;
    for (const auto& source : maps.sources)
        if (source.url) origins.insert(origin_of(*source.url));
    return {origins.begin(), origins.end()};
}

std::string address_of(const MapSource& source) {
    return source.url ? *source.url : "/map/own/" + source.code + ".pmtiles";
}

}  // namespace anlan::ports
