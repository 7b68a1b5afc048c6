// The generator of the demo city converts map datums in JavaScript, the product in C++. Both are held to one
// file.
#include "base/source_dir_test_support.hpp"
#include "codec/json.hpp"
#include "planning/datum.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace anlan::sim {
namespace {

struct DatumVector {
    std::string name;
    GeoPoint wgs84;
    GeoPoint gcj02;
};
BOOST_DESCRIBE_STRUCT(DatumVector, (), (name, wgs84, gcj02))

TEST(DatumVectors, AgreeWithTheGeneratorOfTheDemoCity) {
    std::ostringstream text;
    text << std::ifstream{std::string{source_dir()} + "/tools/city/gcj02_vectors.json"}.rdbuf();
    const auto vectors = codec::read_json<std::vector<DatumVector>>(text.str(), codec::Unknown::refuse);
    ASSERT_TRUE(vectors.ok()) << vectors.error().path << ": " << vectors.error().expected;
    ASSERT_FALSE(vectors.value().empty());
    for (const auto& vector : vectors.value()) {
        const GeoPoint forward = planning::gcj02_from_wgs84(vector.wgs84);
        EXPECT_NEAR(forward.latitude, vector.gcj02.latitude, 1e-8) << vector.name;
        EXPECT_NEAR(forward.longitude, vector.gcj02.longitude, 1e-8) << vector.name;
    }
}

}  // namespace
}  // namespace anlan::sim
