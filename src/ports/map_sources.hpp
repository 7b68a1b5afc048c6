// The maps that a console may lay beneath its marks besides the built-in one: a city's own tiles, from a file
// or from a server of the city's. Named once, at start (`anlan serve --maps`); they decide nothing.
#pragma once
#include "kernel/malformed.hpp"
#include "ports/roads.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace anlan::ports {

// pmtiles: PMTiles 3, of pictures or of vector tiles. xyz, wmts: an address with {z}, {x}, {y} (of WMTS: its
// {TileMatrix}, {TileCol}, {TileRow} in the matrix set of web maps, GoogleMapsCompatible). wms: OGC
// WMS 1.3.0.
BOOST_DEFINE_ENUM_CLASS(MapKind, pmtiles, xyz, wmts, wms)

struct MapName {
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(MapName, (), (zh, en))

struct MapSource {
    std::string code;  // a-z, 0-9, '-'
    MapName name;
    MapKind kind = MapKind::xyz;
    Datum datum = Datum::wgs84;         // of its pictures: marks are laid where they belong on them
    std::optional<std::string> url;     // http:// or https://; what the browser asks
    std::optional<std::string> file;    // instead, of pmtiles: on this machine; we serve it
    std::optional<std::string> layers;  // of wms
    std::optional<std::string> attribution;
    int zoom_max = 0;  // of its tiles; beyond, they are enlarged
};
BOOST_DESCRIBE_STRUCT(MapSource, (), (code, name, kind, datum, url, file, layers, attribution, zoom_max))

struct MapSources {
    std::vector<MapSource> sources;  // the first is shown until a person chooses another
};
BOOST_DESCRIBE_STRUCT(MapSources, (), (sources))

inline constexpr std::size_t map_sources_max = 20;
inline constexpr int map_zoom_max = 22;

std::optional<kernel::Malformed> check_map_sources(const MapSources& maps);

// "https://tiles.example:8443": whom a page may ask for them. Each once.
std::vector<std::string> origins_of(const MapSources& maps);

// Where the page asks for a source's tiles: its address, or our own of its file.
std::string address_of(const MapSource& source);

}  // namespace anlan::ports
