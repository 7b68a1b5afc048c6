#include "ports/map_sources.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace anlan::ports {
namespace {

MapSource street_map() {
    MapSource map;
    map.code = "streets";
    map.name = {"街道图", "Streets"};
    map.kind = MapKind::xyz;
    map.url = "https://tiles.example:8443/{z}/{x}/{y}.png";
    map.zoom_max = 18;
    return map;
}

TEST(MapSources, ACityNamesItsOwnTiles) {
    auto file = street_map();
    file.code = "own";
    file.kind = MapKind::pmtiles;
    file.url.reset();
    file.file = "hubei.pmtiles";
    auto wms = street_map();
    wms.code = "aerial";
    wms.kind = MapKind::wms;
    wms.url = "http://gis.example/wms?map=wuhan";
    wms.layers = "aerial";
    const MapSources maps{{street_map(), file, wms}};
    EXPECT_EQ(check_map_sources(maps), std::nullopt);
    EXPECT_EQ(origins_of(maps),
              (std::vector<std::string>{"http://gis.example", "https://tiles.example:8443"}));
    EXPECT_EQ(address_of(maps.sources[0]), "https://tiles.example:8443/{z}/{x}/{y}.png");
    EXPECT_EQ(address_of(maps.sources[1]), "/map/own/own.pmtiles");
}

TEST(MapSources, WhatIsWrongIsNamedByItsPlace) {
    struct Case {
        std::function<void(MapSource&)> spoil;
        const char* path;
    };
    const Case cases[] = {
        {[](MapSource& map) { map.code = "Streets"; }, ".sources[0].code"},
        {[](MapSource& map) { map.code = "../x"; }, ".sources[0].code"},
        {[](MapSource& map) { map.name.zh.clear(); }, ".sources[0].name.zh"},
        {[](MapSource& map) { map.name.en.clear(); }, ".sources[0].name.en"},
        {[](MapSource& map) { map.zoom_max = 0; }, ".sources[0].zoom_max"},
        {[](MapSource& map) { map.zoom_max = 23; }, ".sources[0].zoom_max"},
        {[](MapSource& map) { map.url.reset(); }, ".sources[0].url"},
        {[](MapSource& map) { map.file = "x.pmtiles"; }, ".sources[0].url"},
        {[](MapSource& map) { map.url = "https://tiles.example/{z}/{x}.png"; }, ".sources[0].url"},
        {[](MapSource& map) { map.url = "javascript:alert(1)//{z}/{x}/{y}"; }, ".sources[0].url"},
        {[](MapSource& map) { map.url = "https:///{z}/{x}/{y}"; }, ".sources[0].url"},
        {[](MapSource& map) { map.url = "https://a.example;script-src/{z}/{x}/{y}"; }, ".sources[0].url"},
        {[](MapSource& map) { map.url = "https://a.example/{z}/{x}/{y}; script-src *"; }, ".sources[0].url"},
        {[](MapSource& map) { map.kind = MapKind::wmts; }, ".sources[0].url"},
        {[](MapSource& map) { map.kind = MapKind::wms; }, ".sources[0].layers"},
        {[](MapSource& map) { map.layers = "roads"; }, ".sources[0].layers"},
        {[](MapSource& map) {
             map.file = "x.mbtiles";
             map.url.reset();
         },
         ".sources[0].file"},
    };
    for (const auto& one : cases) {
        auto map = street_map();
        one.spoil(map);
        const auto wrong = check_map_sources({{map}});
        ASSERT_TRUE(wrong) << one.path;
        EXPECT_EQ(wrong->path, one.path);
    }
    EXPECT_EQ(check_map_sources({}), (kernel::Malformed{".sources", "1 to 20 maps"}));
    EXPECT_EQ(check_map_sources({{street_map(), street_map()}})->path, ".sources[1].code");
}

}  // namespace
}  // namespace anlan::ports
