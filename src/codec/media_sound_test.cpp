// Sounds as browsers record them and as nobody should send them: the seeds of the fuzz target, each named by
// what becomes of it (made by tests/sounds.py).
#include "base/source_dir_test_support.hpp"
#include "codec/media.hpp"
#include "codec/media_opus.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace anlan::codec {
namespace {

using namespace std::string_literals;

const std::string tells = "Zhang San";

std::map<std::string, std::string> seeds(const std::string& beginning) {
    std::map<std::string, std::string> found;
    const auto folder = std::filesystem::path{source_dir()} / "fuzz/corpus/sound_fuzz";
    for (const auto& file : std::filesystem::directory_iterator{folder}) {
        const auto name = file.path().filename().string();
        if (!name.starts_with(beginning)) continue;
        std::ifstream in{file.path(), std::ios::binary};
        found[name] = {std::istreambuf_iterator<char>{in}, {}};
    }
    EXPECT_FALSE(found.empty()) << beginning;
    return found;
}

StrippedMedia taken(const std::string& name) {
    const auto media = strip_media(seeds(name).begin()->second);
    EXPECT_TRUE(media) << name;
    return media.value_or(StrippedMedia{});
}

TEST(Sound, WhatBrowsersRecordIsTakenWithoutWhatTellsOfAnybody) {
    for (const auto& [name, bytes] : seeds("taken_")) {
        const auto media = strip_media(bytes);
        ASSERT_TRUE(media) << name;
        EXPECT_TRUE(is_sound(media->type)) << name;
        EXPECT_GT(media->lasts, Millis{0}) << name;
        EXPECT_EQ(media->bytes.find(tells), std::string::npos) << name;
        const auto again = strip_media(media->bytes);
        ASSERT_TRUE(again) << name;
        EXPECT_EQ(again->bytes, media->bytes) << name;
        EXPECT_EQ(again->lasts, media->lasts) << name;
    }
    EXPECT_NE(seeds("taken_webm").begin()->second.find(tells), std::string::npos) << "something was there";
    EXPECT_NE(seeds("taken_ogg").begin()->second.find(tells), std::string::npos);
    EXPECT_NE(seeds("taken_mp4").begin()->second.find(tells), std::string::npos);
}

TEST(Sound, HowLongItLastsIsCounted) {
    EXPECT_EQ(taken("taken_webm").lasts, Millis{120});  // five packets of 20 ms, and one in a group
    EXPECT_EQ(taken("taken_webm_minutes").lasts, Millis{64'940});
    EXPECT_EQ(taken("taken_ogg").lasts, Millis{240});
    EXPECT_EQ(taken("taken_mp4").lasts, Millis{6 * 1'024 * 1'000 / 48'000});
    EXPECT_EQ(taken("taken_mp4_table").lasts, Millis{3 * 1'024 * 1'000 / 48'000});
}

TEST(Sound, TheSameFramesMakeTheSameFileWhereverTheyLay) {
    EXPECT_EQ(taken("taken_mp4_table").bytes, taken("taken_mp4_movie_last").bytes);
    const auto packets = [](const std::string& bytes) {
        std::size_t count = 0;
        for (auto at = bytes.find("\xf8\xff\xfe"); at != std::string::npos;
             at = bytes.find("\xf8\xff\xfe", at + 1))
            ++count;
        return count;
    };
    EXPECT_EQ(packets(taken("taken_webm").bytes), 6U);
    EXPECT_EQ(packets(taken("taken_ogg").bytes), 12U);
    EXPECT_NE(taken("taken_ogg_over_pages").bytes.find("\xf8" + std::string(299, 'z')), std::string::npos);
}

TEST(Sound, WhatIsNotOneSoundAndNothingElseIsRefused) {
    for (const auto& [name, bytes] : seeds("refused_")) {
        EXPECT_TRUE(sniff_media(bytes)) << name << ": refused for another reason";
        EXPECT_FALSE(strip_media(bytes)) << name;
    }
}

// Cut where a page, a block or a fragment ends it is a shorter sound; anywhere else it is none.
TEST(Sound, WhatIsCutIsShorterOrNotTaken) {
    for (const auto& [name, bytes] : seeds("taken_")) {
        const auto whole = strip_media(bytes);
        std::size_t shorter = 0;
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            const auto media = strip_media(bytes.substr(0, size));
            if (!media) continue;
            ++shorter;
            EXPECT_LE(media->lasts, whole->lasts) << name << " cut to " << size;
        }
        EXPECT_LE(shorter, 12U) << name;
    }
}

TEST(Sound, APacketOfOpusLastsAsItsFirstByteSays) {
    using media::opus_samples;
    EXPECT_EQ(opus_samples("\xf8\xff\xfe"), 960U);       // one of 20 ms
    EXPECT_EQ(opus_samples("\xe0"), 120U);               // one of 2.5 ms
    EXPECT_EQ(opus_samples("\x19--"), 5'760U);           // two of 60 ms: the longest there is
    EXPECT_EQ(opus_samples("\x63\x05-"s), 5U * 480U);    // five of 10 ms, told by the second byte
    EXPECT_EQ(opus_samples("\x1b\x03-"), std::nullopt);  // three of 60 ms
    EXPECT_EQ(opus_samples("\xfb"), std::nullopt);       // it does not say how many
    EXPECT_EQ(opus_samples("\xfb\x40"s), std::nullopt);  // none
    EXPECT_EQ(opus_samples(""), std::nullopt);
}

}  // namespace
}  // namespace anlan::codec
