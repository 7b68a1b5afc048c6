#include "base/instant.hpp"

#include "base/check.hpp"
#include "base/instant_range.hpp"

#include <array>

namespace anlan {
namespace {

constexpr Instant earliest = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
constexpr Instant latest = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} + Hours{24} - Millis{1};

void put_digits(char* out, unsigned value, int width) {
    for (int i = width - 1; i >= 0; --i) {
        out[i] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
}

// Takes `width` decimal digits from the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::year_month_day> take_date(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = take_digits(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = take_digits(text, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return date;
}

std::optional<Millis> take_time_of_day(std::string_view& text) {
    const auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
    const auto minute = take_digits(text, 2);
    if (!minute || *minute > 59 || !take(text, ':')) return std::nullopt;
    const auto second = take_digits(text, 2);
    if (!second || *second > 60) return std::nullopt;
    int fraction = 0;
    if (take(text, '.')) {
        int scale = 100;
        std::size_t digits = 0;
        for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
            fraction += (text[digits] - '0') * scale;
            scale /= 10;
        }
        if (digits == 0) return std::nullopt;
        text.remove_prefix(digits);
    }
    if (*second == 60) return Hours{*hour} + Minutes{*minute} + Seconds{59} + Millis{999};
    return Hours{*hour} + Minutes{*minute} + Seconds{*second} + Millis{fraction};
}

std::optional<Minutes> take_offset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return Minutes{0};
    const bool west = !text.empty() && text.front() == '-';
    if (!west && (text.empty() || text.front() != '+')) return std::nullopt;
    text.remove_prefix(1);
    const auto hours = take_digits(text, 2);
    if (!hours || *hours > 23 || !take(text, ':')) return std::nullopt;
    const auto minutes = take_digits(text, 2);
    if (!minutes || *minutes > 59) return std::nullopt;
    const Minutes offset = Hours{*hours} + Minutes{*minutes};
    return west ? -offset : offset;
}

}  // namespace

bool has_text(Instant instant) { return instant >= earliest && instant <= latest; }

std::string to_text(Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const int year = static_cast<int>(date.year());
    ANLAN_CHECK(has_text(instant), "an instant outside the years 0 to 9999");
    const auto within = static_cast<unsigned>((instant - day).count());
    std::string text = "0000-00-00T00:00:00.000Z";
    put_digits(text.data(), static_cast<unsigned>(year), 4);
    put_digits(text.data() + 5, static_cast<unsigned>(date.month()), 2);
    put_digits(text.data() + 8, static_cast<unsigned>(date.day()), 2);
    put_digits(text.data() + 11, within / 3'600'000, 2);
    put_digits(text.data() + 14, within / 60'000 % 60, 2);
    put_digits(text.data() + 17, within / 1'000 % 60, 2);
    put_digits(text.data() + 20, within % 1'000, 3);
    return text;
}

std::optional<Instant> instant_from_text(std::string_view text) {
    const auto date = take_date(text);
    if (!date) return std::nullopt;
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
    const auto time = take_time_of_day(text);
    if (!time) return std::nullopt;
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    const Instant instant{std::chrono::sys_days{*date}.time_since_epoch() + *time - *offset};
    // An offset can lead out of the years that there is a text for: 0000-01-01T00:00:00+08:00.
    if (!has_text(instant)) return std::nullopt;
    return instant;
}

}  // namespace anlan
