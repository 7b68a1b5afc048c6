#include "sim/replay/civil_format.hpp"

#include <gtest/gtest.h>

namespace anlan::sim {
namespace {

constexpr std::string_view american = "%m/%d/%Y %I:%M:%S %p";

std::string read(std::string_view text, std::string_view format = american, int offset_minutes = -420) {
    const auto instant = read_civil(text, format, Minutes{offset_minutes});
    return instant ? to_text(*instant) : "nothing";
}

TEST(CivilFormat, ReadsAnotherSystemsTimes) {
    EXPECT_EQ(read("04/07/2020 11:53:08 PM"), "2020-04-08T06:53:08.000Z");
    EXPECT_EQ(read("04/08/2020 12:00:00 AM"), "2020-04-08T07:00:00.000Z");
    EXPECT_EQ(read("04/08/2020 12:00:01 PM"), "2020-04-08T19:00:01.000Z");
    EXPECT_EQ(read("4/8/2020 1:02:03 am"), "2020-04-08T08:02:03.000Z");
    EXPECT_EQ(read("2026-11-22 08:30:00", "%Y-%m-%d %H:%M:%S", 480), "2026-11-22T00:30:00.000Z");
    EXPECT_EQ(read("2026-11-22T08:30", "%Y-%m-%dT%H:%M", 0), "2026-11-22T08:30:00.000Z");
}

TEST(CivilFormat, ReadsNothingFromWhatIsNoTime) {
    for (const char* text :
         {"", "04/07/2020", "04/31/2020 01:00:00 PM", "13/01/2020 01:00:00 PM", "04/07/2020 13:00:00 PM",
          "04/07/2020 00:10:00 AM", "04/07/2020 01:60:00 AM", "04/07/2020 01:00:60 AM", "04/07/2020 01:00:00",
          "04/07/2020 01:00:00 PM ", "04/07/2020 01:00:00 XM", "x4/07/2020 01:00:00 PM"})
        EXPECT_EQ(read(text), "nothing") << text;
}

// Both were read, and ended the process when they were written again.
TEST(CivilFormat, ReadsNothingOutsideTheYearsThatHaveAText) {
    EXPECT_EQ(read("0000-01-01 08:00", "%Y-%m-%d %H:%M", 480), "0000-01-01T00:00:00.000Z");
    EXPECT_EQ(read("0000-01-01 07:59", "%Y-%m-%d %H:%M", 480), "nothing");
    EXPECT_EQ(read("9999-12-31 22:59", "%Y-%m-%d %H:%M", -60), "9999-12-31T23:59:00.000Z");
    EXPECT_EQ(read("9999-12-31 23:00", "%Y-%m-%d %H:%M", -60), "nothing");
}

TEST(CivilFormat, KnowsAFormatThatMakesAnInstant) {
    EXPECT_TRUE(is_civil_format(american));
    EXPECT_TRUE(is_civil_format("%Y-%m-%d %H:%M"));
    for (const char* format :
         {"", "%Y-%m-%d", "%H:%M", "%m/%d/%Y %I:%M", "%Y-%m-%d %H:%M %Q", "%Y-%m-%d %H:%M%"})
        EXPECT_FALSE(is_civil_format(format)) << format;
}

}  // namespace
}  // namespace anlan::sim
