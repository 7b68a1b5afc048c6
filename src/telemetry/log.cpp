#include "telemetry/log.hpp"

#include "base/overloaded.hpp"

#include <cmath>

#include <fmt/format.h>

namespace anlan::telemetry {
namespace {

// Control characters and quotes are escaped, so that no text can end a line or begin another field.
void put_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        else
            out += c;
    }
    out += '"';
}

std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warn:
            return "warn";
        case Level::error:
            return "error";
    }
    return "error";
}

}  // namespace

void Log::put(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (level < least_) return;
    std::string line =
        fmt::format("{{\"at\":\"{}\",\"level\":\"{}\",\"event\":", to_text(now_()), name_of(level));
    put_text(line, event);
    for (const Field& field : fields) {
        line += ',';
        put_text(line, field.name);
        line += ':';
        std::visit(Overloaded{[&](std::string_view text) { put_text(line, text); },
                              [&](double number) {
                                  line +=
                                      std::isfinite(number) ? fmt::format("{}", number) : std::string{"null"};
                              },
                              [&](auto whole) { line += fmt::format("{}", whole); }},
                   field.value.held());
    }
    line += '}';
    sink_.write(line);
}

}  // namespace anlan::telemetry
