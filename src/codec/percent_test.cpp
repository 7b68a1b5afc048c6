#include "codec/percent.hpp"

#include <gtest/gtest.h>

namespace anlan::codec {
namespace {

TEST(Percent, EncodesAllThatIsNotUnreservedNorKept) {
    EXPECT_EQ(percent_encoded("aZ09-._~"), "aZ09-._~");
    EXPECT_EQ(percent_encoded("a b/c?d=e&f%"), "a%20b%2Fc%3Fd%3De%26f%25");
    EXPECT_EQ(percent_encoded("a b/c", "/"), "a%20b/c");
    EXPECT_EQ(percent_encoded("安"), "%E5%AE%89");
    EXPECT_EQ(percent_encoded(std::string_view{"\0\xff", 2}), "%00%FF");
    EXPECT_EQ(percent_encoded(""), "");
}

}  // namespace
}  // namespace anlan::codec
