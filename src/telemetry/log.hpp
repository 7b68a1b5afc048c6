// What the operator reads: one JSON object a line, `{"at":…,"level":"warn","event":"log.disk_full",…}`. The
// event is a stable code; figures and names go into fields, so that a line can be searched for and never has
// to be parsed. There is no way to put a PersonalText into a field.
//
//   log.warn("log.disk_full", {{"path", path}, {"free_bytes", free}});
//
// Threads: any, as the sink.
#pragma once
#include "base/instant.hpp"
#include "base/personal_text.hpp"

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace anlan::telemetry {

enum class Level { debug, info, warn, error };

class LogSink {
public:
    virtual ~LogSink() = default;
    // One line without its end. Called from any thread.
    virtual void write(std::string_view line) noexcept = 0;
};

class FieldValue {
public:
    FieldValue(const char* text) : held_(std::string_view{text}) {}
    FieldValue(std::string_view text) : held_(text) {}
    FieldValue(const std::string& text) : held_(std::string_view{text}) {}
    FieldValue(std::signed_integral auto number) : held_(static_cast<std::int64_t>(number)) {}
    FieldValue(std::unsigned_integral auto number) : held_(static_cast<std::uint64_t>(number)) {}
    FieldValue(double number) : held_(number) {}
    FieldValue(const PersonalText&) = delete;

    using Held = std::variant<std::string_view, std::int64_t, std::uint64_t, double>;
    const Held& held() const { return held_; }

private:
    Held held_;
};

struct Field {
    std::string_view name;
    FieldValue value;
};

class Log {
public:
    Log(LogSink& sink, std::function<Instant()> now, Level least = Level::info)
        : sink_(sink), now_(std::move(now)), least_(least) {}

    void debug(std::string_view event, std::initializer_list<Field> fields = {}) {
        put(Level::debug, event, fields);
    }
    void info(std::string_view event, std::initializer_list<Field> fields = {}) {
        put(Level::info, event, fields);
    }
    void warn(std::string_view event, std::initializer_list<Field> fields = {}) {
        put(Level::warn, event, fields);
    }
    void error(std::string_view event, std::initializer_list<Field> fields = {}) {
        put(Level::error, event, fields);
    }

private:
    void put(Level level, std::string_view event, std::initializer_list<Field> fields);

    LogSink& sink_;
    std::function<Instant()> now_;
    Level least_;
};

}  // namespace anlan::telemetry
