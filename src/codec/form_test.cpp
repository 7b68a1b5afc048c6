// What browsers send of a form, and what nobody's browser sends.
#include "codec/form.hpp"
#include "codec/sha256.hpp"

#include <gtest/gtest.h>

namespace anlan::codec {
namespace {

TEST(Form, ReadsWhatABrowserSends) {
    const auto form =
        read_form("id=frm_1&text=%E5%BE%80%E5%8C%97+%26+east%0D%0Asecond%0athird&no_siren=on", 8);
    ASSERT_TRUE(form);
    EXPECT_EQ(*form, (Form{{"id", "frm_1"}, {"text", "往北 & east\nsecond\nthird"}, {"no_siren", "on"}}));
    EXPECT_EQ(read_form("", 8), Form{});
    EXPECT_EQ(read_form("a", 8), (Form{{"a", ""}}));
    EXPECT_EQ(read_form("a=&&b==c", 8), (Form{{"a", ""}, {"b", "=c"}}));
}

TEST(Form, RefusesWhatIsNone) {
    for (const char* wrong :
         {"a=%", "a=%4", "a=%zz", "%ff=1", "a=%ff", "a=%00", "a=%1b", "a=1&a=2", "a=%c2%85"})
        EXPECT_EQ(read_form(wrong, 8), std::nullopt) << wrong;
    EXPECT_TRUE(read_form("a=1&b=2", 2));
    EXPECT_FALSE(read_form("a=1&b=2&c=3", 2));
}

TEST(Sha256, IsThatOfTheStandard) {
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace anlan::codec
