#include "sim/replay/civil_format.hpp"

#include "base/instant_range.hpp"

#include <string>

namespace anlan::sim {
namespace {

struct Civil {
    int year = -1, month = -1, day = -1;
    int hour = -1, hour_of_half = -1, minute = -1, second = 0;
    int half = -1;  // 0: AM, 1: PM
};

std::optional<int> take_number(std::string_view& text, std::size_t digits_max) {
    std::size_t digits = 0;
    int value = 0;
    while (digits < digits_max && digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
        value = value * 10 + (text[digits++] - '0');
    if (digits == 0) return std::nullopt;
    text.remove_prefix(digits);
    return value;
}

std::optional<int> take_half(std::string_view& text) {
    if (text.size() < 2 || (text[1] != 'M' && text[1] != 'm')) return std::nullopt;
    const char first = text[0];
    if (first != 'A' && first != 'a' && first != 'P' && first != 'p') return std::nullopt;
    text.remove_prefix(2);
    return first == 'P' || first == 'p' ? 1 : 0;
}

// The member that a format's letter fills, and how many digits it may have; none for an unknown letter.
struct Field {
    int Civil::* member = nullptr;
    std::size_t digits = 2;
};
std::optional<Field> field_of(char letter) {
    switch (letter) {
        case 'Y':
            return Field{&Civil::year, 4};
        case 'm':
            return Field{&Civil::month};
        case 'd':
            return Field{&Civil::day};
        case 'H':
            return Field{&Civil::hour};
        case 'I':
            return Field{&Civil::hour_of_half};
        case 'M':
            return Field{&Civil::minute};
        case 'S':
            return Field{&Civil::second};
        case 'p':
            return Field{&Civil::half, 0};
        default:
            return std::nullopt;
    }
}

bool take_by(std::string_view& text, std::string_view format, Civil& civil) {
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%' || i + 1 == format.size()) {
            if (text.empty() || text.front() != format[i]) return false;
            text.remove_prefix(1);
            continue;
        }
        const auto field = field_of(format[++i]);
        if (!field) return false;
        const auto value = field->digits == 0 ? take_half(text) : take_number(text, field->digits);
        if (!value) return false;
        civil.*(field->member) = *value;
    }
    return text.empty();
}

std::optional<int> hour_of(const Civil& civil) {
    if (civil.hour >= 0) return civil.hour <= 23 ? std::optional{civil.hour} : std::nullopt;
    if (civil.hour_of_half < 1 || civil.hour_of_half > 12 || civil.half < 0) return std::nullopt;
    return civil.hour_of_half % 12 + 12 * civil.half;  // 12 AM is 0, 12 PM is 12
}

}  // namespace

std::optional<Instant> read_civil(std::string_view text, std::string_view format, Minutes offset) {
    Civil civil;
    if (!take_by(text, format, civil)) return std::nullopt;
    const auto hour = hour_of(civil);
    if (!hour || civil.minute < 0 || civil.minute > 59 || civil.second > 59) return std::nullopt;
    if (civil.year < 0 || civil.month < 1 || civil.day < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{civil.year},
                                           std::chrono::month{static_cast<unsigned>(civil.month)},
                                           std::chrono::day{static_cast<unsigned>(civil.day)}};
    if (!date.ok()) return std::nullopt;
    const Instant instant{std::chrono::sys_days{date}.time_since_epoch() + Hours{*hour} +
                          Minutes{civil.minute} + Seconds{civil.second} - offset};
    return has_text(instant) ? std::optional{instant} : std::nullopt;
}

bool is_civil_format(std::string_view format) {
    const auto has = [&](char letter) {
        return format.find(std::string{'%', letter}) != std::string_view::npos;
    };
    for (std::size_t i = 0; i < format.size(); ++i)
        if (format[i] == '%' && (++i == format.size() || !field_of(format[i]))) return false;
    return has('Y') && has('m') && has('d') && has('M') && (has('H') || (has('I') && has('p')));
}

}  // namespace anlan::sim
