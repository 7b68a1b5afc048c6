#include "adapters/identity/totp.hpp"

#include <gtest/gtest.h>

namespace anlan::adapters::identity {
namespace {

using namespace std::chrono_literals;
using ports::TotpAlgorithm;

constexpr const char* secret_of_20 = "12345678901234567890";
constexpr const char* secret_of_32 = "12345678901234567890123456789012";

// RFC 6238, appendix B.
TEST(Totp, GivesTheCodesOfTheRfc) {
    struct Row {
        std::int64_t seconds;
        const char *sha1, *sha256;
    };
    for (const Row& row : {Row{59, "94287082", "46119246"},
                           {1'111'111'109, "07081804", "68084774"},
                           {1'111'111'111, "14050471", "67062674"},
                           {1'234'567'890, "89005924", "91819424"},
                           {2'000'000'000, "69279037", "90698825"},
                           {20'000'000'000, "65353130", "77737706"}}) {
        const auto step = totp_step_at(Instant{Seconds{row.seconds}});
        EXPECT_EQ(totp_code(secret_of_20, TotpAlgorithm::sha1, step, 8), row.sha1) << row.seconds;
        EXPECT_EQ(totp_code(secret_of_32, TotpAlgorithm::sha256, step, 8), row.sha256) << row.seconds;
    }
}

// RFC 4226, appendix D.
TEST(Totp, GivesTheSixDigitsOfHotp) {
    const char* codes[] = {"755224", "287082", "359152", "969429", "338314",
                           "254676", "287922", "162583", "399871", "520489"};
    for (std::int64_t count = 0; count < 10; ++count)
        EXPECT_EQ(totp_code(secret_of_20, TotpAlgorithm::sha1, count), codes[count]) << count;
}

TEST(Totp, TakesOneStepEitherWayAndEachOnce) {
    const Instant now{Seconds{30 * 1'000 + 29}};
    const auto match = [&](std::int64_t step, std::int64_t used) {
        return totp_match(secret_of_20, TotpAlgorithm::sha1,
                          totp_code(secret_of_20, TotpAlgorithm::sha1, step), now, used);
    };
    EXPECT_EQ(match(998, 0), std::nullopt);
    EXPECT_EQ(match(999, 0), 999);
    EXPECT_EQ(match(1'000, 0), 1'000);
    EXPECT_EQ(match(1'001, 0), 1'001);
    EXPECT_EQ(match(1'002, 0), std::nullopt);
    EXPECT_EQ(match(1'000, 1'000), std::nullopt) << "the same code again";
    EXPECT_EQ(match(999, 1'000), std::nullopt) << "an older one that was not used";
    EXPECT_EQ(match(1'001, 1'000), 1'001);
    for (const char* typed : {"", "12345", "1234567", "abcdef"})
        EXPECT_EQ(totp_match(secret_of_20, TotpAlgorithm::sha1, typed, now, 0), std::nullopt) << typed;
}

// RFC 4648, section 10, without padding.
TEST(Totp, WritesBase32AsTheAppsReadIt) {
    struct Row {
        const char *bytes, *text;
    };
    for (const Row& row : {Row{"", ""},
                           {"f", "MY"},
                           {"fo", "MZXQ"},
                           {"foo", "MZXW6"},
                           {"foob", "MZXW6YQ"},
                           {"fooba", "MZXW6YTB"},
                           {"foobar", "MZXW6YTBOI"}})
        EXPECT_EQ(base32(row.bytes), row.text);
    EXPECT_EQ(
        totp_uri("foobar", TotpAlgorithm::sha256, "li.na"),
        "otpauth://totp/Anlan:li.na?secret=MZXW6YTBOI&issuer=Anlan&algorithm=SHA256&digits=6&period=30");
}

}  // namespace
}  // namespace anlan::adapters::identity
