#include "codec/base64url.hpp"

#include <gtest/gtest.h>

namespace anlan::codec {
namespace {

// RFC 4648, section 10, without padding; and the two characters that tell it from base64.
TEST(Base64Url, IsWrittenAndReadAsTheRfcSays) {
    struct Row {
        std::string bytes, text;
    };
    for (const Row& row : {Row{"", ""},
                           {"f", "Zg"},
                           {"fo", "Zm8"},
                           {"foo", "Zm9v"},
                           {"foob", "Zm9vYg"},
                           {"fooba", "Zm9vYmE"},
                           {"foobar", "Zm9vYmFy"},
                           {"\xfb\xff", "-_8"},
                           {std::string(1, '\0'), "AA"}}) {
        EXPECT_EQ(base64url(row.bytes), row.text);
        EXPECT_EQ(from_base64url(row.text), row.bytes);
    }
    for (int byte = 0; byte < 256; ++byte) {
        const std::string bytes(3, static_cast<char>(byte));
        EXPECT_EQ(from_base64url(base64url(bytes)), bytes) << byte;
    }
    for (const char* wrong : {"Zg==", "Z", "Zm9v/w", "+_8", "Zh", "Zm 9v"})
        EXPECT_EQ(from_base64url(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace anlan::codec
