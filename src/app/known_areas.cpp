#include "app/known_areas.hpp"

#include "adapters/sqlite/event_log.hpp"
#include "codec/json.hpp"
#include "domain/area/events.hpp"
#include "kernel/record.hpp"

#include <map>

namespace anlan::app {
namespace {

using area::AreaLevel;
using area::AreaRegistered;

// In the order of kernel::Level, as the areas' own levels are.
constexpr const char* level_words[] = {"the city", "a district", "a station", "a beat"};
const char* words_of(kernel::Level level) { return level_words[static_cast<int>(level)]; }
const char* words_of(AreaLevel level) { return level_words[static_cast<int>(level)]; }

struct Register {
    std::optional<AreaRegistered> asked;
    std::map<std::string, std::string> districts;  // id -> name: what a refusal can offer
    bool empty = true;
};

// Areas stand at the beginning of a city's log, so that one that is there is found at once.
Result<Register, std::string> look_up(const std::filesystem::path& data, const AreaId& area) {
    Register known;
    adapters::LogReaders log{(data / "log.db").string(), {}, adapters::LogReaders::Access::from_beside};
    std::string wrong;
    const auto read = log.read(1, [&](std::uint64_t position, std::string_view bytes, const ports::Hash&) {
        const auto record = kernel::decode(bytes);
        if (!record.ok())
            wrong = "record " + std::to_string(position) + " cannot be read: `anlan verify` tells more";
        if (!record.ok() || record->wire != AreaRegistered::wire) return record.ok();
        auto registered = codec::read_json<AreaRegistered>(record->payload, codec::Unknown::ignore);
        if (!registered.ok()) return true;
        known.empty = false;
        if (registered->level == AreaLevel::district) known.districts[record->stream] = registered->area_name;
        if (record->stream != area.value()) return true;
        known.asked = std::move(registered).value();
        return false;
    });
    if (!wrong.empty()) return Unexpected{std::move(wrong)};
    const bool no_log_yet = !read.ok() && read.error().code == "log.not_found";
    if (!read.ok() && !no_log_yet) return Unexpected{read.error().message + " (" + read.error().code + ")"};
    return known;
}

std::string unknown_area(const AreaId& area, const Register& known) {
    std::string text = "there is no area " + area.value();
    if (known.empty)
        return text +
               ": this data folder knows no areas yet; `anlan import` brings them in, or a running "
               "service takes them at /v1/areas";
    text += "; the districts are";
    for (const auto& [id, name] : known.districts) text += " " + id + " " + name + ",";
    text.back() = ';';
    return text + " `anlan get /v1/areas` lists the others";
}

}  // namespace

Result<Jurisdiction, std::string> reach_for(const std::filesystem::path& data, const kernel::Role& role,
                                            const AreaId& area, const AreaId& city) {
    if (area == city && role.level == kernel::Level::city) return Jurisdiction{city, {}, {}, {}};
    ANLAN_TRY(const Register known, look_up(data, area));
    if (!known.asked && area != city) return Unexpected{unknown_area(area, known)};
    const auto level = known.asked ? known.asked->level : AreaLevel::city;
    if (static_cast<int>(level) < static_cast<int>(role.level))
        return Unexpected{"the role " + role.role + " sits at " + words_of(role.level) + ", and " +
                          area.value() + " is " + words_of(level) + ": name a smaller area with --area"};
    return known.asked->where;
}

}  // namespace anlan::app
