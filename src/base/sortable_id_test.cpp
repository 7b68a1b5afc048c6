#include "base/sortable_id.hpp"

#include <gtest/gtest.h>

namespace anlan {
namespace {

TEST(SortableId, IsTimeThenChance) {
    EXPECT_EQ(sortable_id("inc", Instant{Millis{0}}, 0), "inc_0000000000000000");
    EXPECT_EQ(sortable_id("inc", Instant{Millis{0}}, 31), "inc_000000000000000Z");
    EXPECT_EQ(sortable_id("inc", Instant{Millis{0}}, 0xFFFFFFFF), "inc_0000000003ZZZZZZ");
    EXPECT_EQ(sortable_id("inc", Instant{Millis{1}}, 0), "inc_0000000004000000");
    EXPECT_EQ(sortable_id("inc", Instant{Millis{0xFFFFFFFFFFFF}}, 0xFFFFFFFF), "inc_ZZZZZZZZZZZZZZZZ");
}

TEST(SortableId, LaterSortsBehindEarlierWhateverTheChance) {
    for (std::int64_t at = 1; at < (std::int64_t{1} << 47); at *= 3)
        EXPECT_LT(sortable_id("a", Instant{Millis{at}}, 0xFFFFFFFF),
                  sortable_id("a", Instant{Millis{at + 1}}, 0))
            << at;
}

TEST(SortableId, KnowsAnIdFromOtherText) {
    EXPECT_TRUE(is_id_of("unt", "unt_E32"));
    EXPECT_TRUE(is_id_of("pst", "pst_dispatcher.wuchang"));
    for (const char* wrong :
         {"", "unt", "unt_", "unt_a b", "unt_a/b", "inc_E32", "unt_\xe6\xad\xa6", "untE32", "unt_a_b"})
        EXPECT_FALSE(is_id_of("unt", wrong)) << wrong;
    EXPECT_TRUE(is_id_of("unt", "unt_" + std::string(64, 'a')));
    EXPECT_FALSE(is_id_of("unt", "unt_" + std::string(65, 'a')));
}

}  // namespace
}  // namespace anlan
