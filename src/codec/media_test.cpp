// Photos with what phones put into them, built byte by byte: what stays, what goes, what is not taken.
#include "codec/media.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace anlan::codec {
namespace {

using namespace std::string_literals;

std::string big(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 0xFFU);
    return text;
}

std::string little(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFFU);
    return text;
}

std::string segment(int marker, const std::string& content) {
    return "\xff"s + static_cast<char>(marker) + big(static_cast<std::uint32_t>(content.size()) + 2, 2) +
           content;
}

const std::string jfif = segment(0xE0, "JFIF\0\1\1\1\0H\0H\0\0"s);
const std::string tables = segment(0xDB, std::string(65, '\1')) + segment(0xC4, std::string(20, '\1'));
const std::string frame = segment(0xC0, "\x08\0\x10\0\x18\1\1\x11\0"s);  // 16 high, 24 wide, one channel
const std::string scan = segment(0xDA, "\1\1\0\0\x3f\0"s) + "ab\xff\0c\xff\xd0q"s;
const std::string soi = "\xff\xd8", eoi = "\xff\xd9";
const std::string jpeg = soi + jfif + tables + frame + scan + eoi;

// The directory of a phone: its maker, which way is up, and where it was.
std::string exif(int orientation, bool is_big) {
    const auto number = [&](std::uint32_t value, int bytes) {
        return is_big ? big(value, bytes) : little(value, bytes);
    };
    std::string tiff = (is_big ? "MM"s : "II"s) + number(42, 2) + number(8, 4) + number(3, 2);
    tiff += number(0x010F, 2) + number(2, 2) + number(4, 4) + "HUA\0"s;
    tiff += number(0x0112, 2) + number(3, 2) + number(1, 4) +
            number(static_cast<std::uint32_t>(orientation), 2) + number(0, 2);
    tiff +=
        number(0x8825, 2) + number(4, 2) + number(1, 4) + number(50, 4) + number(0, 4) + "30.5928N 114.3055E";
    return segment(0xE1, "Exif\0\0"s + tiff);
}

std::string chunk(const std::string& name, const std::string& content) {
    return big(static_cast<std::uint32_t>(content.size()), 4) + name + content + "sum!";
}

const std::string png_head = "\x89PNG\r\n\x1a\n";
const std::string header = chunk("IHDR", big(24, 4) + big(16, 4) + "\x08\2\0\0\0"s);
const std::string density = chunk("pHYs", big(2835, 4) + big(2835, 4) + "\1");
const std::string data = chunk("IDAT", "pixels"), end = chunk("IEND", "");
const std::string png = png_head + header + density + data + end;

std::string riff_chunk(const std::string& name, const std::string& content) {
    return name + little(static_cast<std::uint32_t>(content.size()), 4) + content +
           (content.size() % 2 == 0 ? "" : "\0"s);
}
std::string riff(const std::string& chunks) {
    return "RIFF" + little(static_cast<std::uint32_t>(chunks.size()) + 4, 4) + "WEBP" + chunks;
}
std::string extended(int flags) {
    return riff_chunk("VP8X", little(static_cast<std::uint32_t>(flags), 4) + little(23, 3) + little(15, 3));
}
const std::string lossy = riff_chunk("VP8 ", "\x10\0\0\x9d\x01\x2a\x18\0\x10\0pixels!"s);
const std::string lossless = riff_chunk("VP8L", "\x2f"s + little(23 | 15 << 14, 4) + "pixels");
const std::string alpha = riff_chunk("ALPH", "alpha");
const std::string webp = riff(lossy);

std::string stripped(const std::string& bytes) {
    const auto media = strip_media(bytes);
    return media ? media->bytes : "refused";
}

TEST(Media, WhatHasNothingToHideStaysByteForByte) {
    for (const auto& [bytes, name] : {std::pair{jpeg, "image/jpeg"},
                                      {png, "image/png"},
                                      {webp, "image/webp"},
                                      {riff(lossless), "image/webp"},
                                      {riff(extended(0x10) + alpha + lossy), "image/webp"}}) {
        const auto media = strip_media(bytes);
        ASSERT_TRUE(media) << name;
        EXPECT_EQ(name_of(media->type), name);
        EXPECT_EQ(media->bytes, bytes) << name;
    }
}

TEST(Media, JpegLosesPlaceDeviceTimeCommentsProfilesAndThumbnails) {
    const std::string thumbnail = segment(0xE0, "JFIF\0\1\1\1\0H\0H\1\1rgb"s);
    const std::string more = segment(0xE1, "http://ns.adobe.com/xap/1.0/\0<xmp/>"s) +
                             segment(0xE2, "ICC_PROFILE\0\1\1Display of somebody"s) +
                             segment(0xED, "Photoshop 3.0\0"s) + segment(0xFE, "by Zhang San");
    EXPECT_EQ(
        stripped(soi + thumbnail + exif(1, true) + more + tables + more + frame + scan + eoi + "a film"),
        jpeg);
    // Of Adobe's segment only which colours the channels are.
    const std::string adobe = segment(0xEE, "Adobe\0\x64\0\0\0\0\1"s);
    EXPECT_EQ(stripped(soi + segment(0xEE, "Adobe\0\x64\0\0\0\0\1 and more"s) + tables + frame + scan + eoi),
              soi + adobe + tables + frame + scan + eoi);
}

TEST(Media, JpegKeepsWhichWayIsUpAndNothingElseOfIt) {
    for (const bool is_big : {true, false}) {
        const auto kept = stripped(soi + jfif + exif(6, is_big) + tables + frame + scan + eoi);
        const auto upright = segment(0xE1, "Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"s);
        EXPECT_EQ(kept, soi + jfif + upright + tables + frame + scan + eoi);
        EXPECT_EQ(stripped(kept), kept);
    }
    for (const int none : {0, 1, 9, 255})
        EXPECT_EQ(stripped(soi + jfif + exif(none, true) + tables + frame + scan + eoi), jpeg) << none;
    // A directory that leads out of its segment, or round in it.
    for (const auto& broken :
         {"Exif\0\0MM\0*\xff\xff\xff\xff"s, "Exif\0\0MM\0*\0\0\0\0"s, "Exif\0\0II"s, "Exif"s})
        EXPECT_EQ(stripped(soi + jfif + segment(0xE1, broken) + tables + frame + scan + eoi), jpeg);
}

TEST(Media, PngKeepsWhatItNeedsAndItsDensity) {
    const auto more = chunk("tEXt", "Author\0Zhang San"s) + chunk("eXIf", "MM") + chunk("iCCP", "x") +
                      chunk("tIME", "1234567") + chunk("acTL", "moves");
    EXPECT_EQ(
        stripped(png_head + header + more + density + chunk("pHYs", "short") + data + more + end + "a zip"),
        png);
}

TEST(Media, WebpLosesItsMetadataAndSaysSo) {
    const auto more = riff_chunk("EXIF", "MM*") + riff_chunk("XMP ", "<xmp/>") + riff_chunk("ICCP", "x");
    EXPECT_EQ(stripped(riff(extended(0x3C) + more + alpha + lossy + more) + "behind"),
              riff(extended(0x10) + alpha + lossy));
}

TEST(Media, WhatIsCutAnywhereIsNotTaken) {
    for (const auto& whole : {jpeg, png, webp, riff(extended(0) + lossless)})
        for (std::size_t size = 0; size < whole.size(); ++size)
            EXPECT_EQ(stripped(whole.substr(0, size)), "refused") << size << " of " << whole.size();
}

TEST(Media, WhatIsNoPhotoIsNotTaken) {
    const auto large = chunk("IHDR", big(20'000, 4) + big(5'001, 4) + "\x08\2\0\0\0"s);
    const auto flat = chunk("IHDR", big(0, 4) + big(16, 4) + "\x08\2\0\0\0"s);
    const auto arithmetic = segment(0xC9, "\x08\0\x10\0\x18\1\1\x11\0"s);
    const auto moving = riff_chunk("ANMF", std::string(16, '\0') + lossy);
    struct Row {
        const char* why;
        std::string bytes;
    };
    for (const Row& row :
         {Row{"nothing", ""},
          {"words", "a photo of mine"},
          {"SVG", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"},
          {"PDF", "%PDF-1.7"},
          {"GIF", "GIF89a"},
          {"HTML behind a photo's first bytes", "\xff\xd8\xff<script>alert(1)</script>"},
          {"no frame", soi + jfif + tables + scan + eoi},
          {"two frames", soi + jfif + tables + frame + frame + scan + eoi},
          {"no scan", soi + jfif + tables + frame + eoi},
          {"arithmetic coding", soi + jfif + tables + arithmetic + scan + eoi},
          {"bytes between segments", soi + jfif + "x" + tables + frame + scan + eoi},
          {"pixels too many", png_head + large + data + end},
          {"no width", png_head + flat + data + end},
          {"a chunk before the header", png_head + density + header + data + end},
          {"two headers", png_head + header + header + data + end},
          {"no pixels", png_head + header + end},
          {"a critical chunk of tomorrow", png_head + header + chunk("NEWS", "") + data + end},
          {"a sound", "RIFF" + little(4, 4) + "WAVE"},
          {"no picture", riff(extended(0))},
          {"two pictures", riff(lossy + lossy)},
          {"it moves", riff(extended(2) + riff_chunk("ANIM", "123456") + moving)},
          {"no key frame", riff(riff_chunk("VP8 ", "\x11\0\0\x9d\x01\x2a\x18\0\x10\0"s))}})
        EXPECT_EQ(stripped(row.bytes), "refused") << row.why;
}

}  // namespace
}  // namespace anlan::codec
