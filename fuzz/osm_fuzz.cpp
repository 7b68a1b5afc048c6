// A map as OpenStreetMap gives it out, as XML. Reading it is libosmium's work and checking it ours: a network
// whose stretches join points it has, or a fault in the words of the file.
#include "adapters/roads/osm_roads.hpp"
#include "base/check.hpp"
#include "terms/geo_point.hpp"

#include <unistd.h>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>

namespace {

// In memory, under a name of this process's own.
std::string name() { return "/dev/shm/anlan-osm-fuzz-" + std::to_string(::getpid()) + ".osm"; }

struct Kept {
    std::string path = name();
    ~Kept() { ::unlink(path.c_str()); }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace anlan;
    static const Kept file;
    static const ports::RoadRules rules = [] {
        ports::RoadRules read;
        read.classes = {{"a", 50}};
        read.limit_share = 1;
        read.point_metres_max = 50'000;
        return read;
    }();
    std::FILE* out = std::fopen(file.path.c_str(), "wb");
    ANLAN_CHECK(out != nullptr, "no file in memory");
    const bool whole = std::fwrite(data, 1, size, out) == size;
    ANLAN_CHECK(std::fclose(out) == 0 && whole, "the file in memory was not written");
    adapters::roads::OsmRoads roads{file.path, rules, ports::Datum{}};
    const auto network = roads.read();
    if (!network.ok()) {
        ANLAN_CHECK(!network.error().expected.empty(), "a refusal that does not say what was expected");
        return 0;
    }
    for (const auto& stretch : network->stretches)
        ANLAN_CHECK(stretch.from < network->points.size() && stretch.to < network->points.size(),
                    "a stretch to a point that is not there");
    return 0;
}
