#include "sim/run/town.hpp"

#include "kernel/deadline_rule.hpp"
#include "terms/incident_catalogue.hpp"

#include <fmt/format.h>

namespace anlan::sim {
namespace {

// Where the stations stand: a grid of three kilometres around the middle of Wuhan.
constexpr double middle_latitude = 30.59;
constexpr double middle_longitude = 114.30;
constexpr double step_degrees = 0.027;

class Town {
public:
    Town(const TownSize& size, const kernel::Rulebook& rules)
        : size_(size), city_(rules.section<kernel::RoleLevels>().city.value()) {
        for (const auto& kind : rules.section<IncidentCatalogue>().classes)
            if (kind.priority >= Priority::p3)
                partner_classes_ += (partner_classes_.empty() ? "\"" : ",\"") + kind.code + '"';
    }

    std::string commands() {
        area("city", "镇", city_, "", "");
        posts();
        for (int d = 1; d <= size_.districts; ++d) district(d);
        return std::move(lines_);
    }

private:
    void line(const std::string& stream, const char* command, const std::string& body) {
        lines_ +=
            fmt::format(R"({{"stream":"{}","command":"{}","body":{{{}}}}})", stream, command, body) + "\n";
    }
    std::string where(const std::string& district, const std::string& station) const {
        return fmt::format(R"("city":"{}","district":"{}","station":"{}","beat":"")", city_, district,
                           station);
    }
    void area(const char* level, const std::string& name, const std::string& id, const std::string& district,
              const std::string& station) {
        line(id, "area.register",
             fmt::format(R"("level":"{}","area_name":"{}","code":"{}","where":{{{}}})", level, name,
                         id.substr(4), where(district, station)));
    }
    void post(const char* role, const std::string& area_id, const std::string& at, int capacity) {
        std::string name{role};
        for (char& c : name) c = c == '_' ? '-' : c;
        const std::string id = "pst_" + name + "." + area_id.substr(4);
        line(id, "post.create",
             fmt::format(R"("role":"{}","where":{{{}}},"post_name":"{}","capacity":{})", role, at, role,
                         capacity));
        line(id, "post.begin_duty", fmt::format(R"("account_id":"acc_sim-{}")", id.substr(4)));
    }
    void posts() {
        const auto at = where("", "");
        for (const char* role :
             {"call_taker", "intake_lead", "city_dispatcher", "watch_officer", "supervisor", "administrator"})
            post(role, city_, at, 12);
    }
    void district(int number) {
        const std::string id = fmt::format("{}d{}", city_, number);
        area("district", fmt::format("区{}", number), id, id, "");
        const auto at = where(id, "");
        post("dispatcher", id, at, 4);
        post("district_watch_officer", id, at, 2);
        post("base_control", id, at, 2);
        partner(id, at, number);
        for (int s = 1; s <= size_.stations; ++s) station(number, id, s);
    }
    void station(int district_number, const std::string& district, int number) {
        const std::string id = fmt::format("{}s{}", district, number);
        area("station", fmt::format("区{}所{}", district_number, number), id, district, id);
        const auto at = where(district, id);
        post("station_desk", id, at, 2);
        post("station_chief", id, at, 2);
        post("patrol", id, at, 40);
        const double latitude = middle_latitude + step_degrees * number;
        const double longitude = middle_longitude + step_degrees * district_number;
        for (int p = 1; p <= size_.places; ++p)
            line(fmt::format("plc_{}-{}", id.substr(4), p), "place.register",
                 fmt::format(R"("place_name":"区{0}所{1}第{2}院","aliases":[],"kind":"community",)"
                             R"("address":"镇区{0}所{1}路{2}号","where":{{{3}}},)"
                             R"("point":{{"latitude":{4:.6f},"longitude":{5:.6f}}},)"
                             R"("generated":true,"source":"made up")",
                             district_number, number, p, at, latitude + 0.001 * (p % 7),
                             longitude + 0.001 * (p / 7)));
        for (int u = 1; u <= size_.units; ++u) unit(id, at, u, latitude, longitude);
    }
    void unit(const std::string& station, const std::string& at, int number, double latitude,
              double longitude) {
        static constexpr const char* kinds[] = {"patrol_car", "motorcycle", "foot_patrol", "patrol_car"};
        const std::string id = fmt::format("unt_{}-{}", station.substr(4), number);
        line(id, "unit.register",
             fmt::format(R"("kind":"{}","call_sign":"{}-{}","skills":["first_aid"],"home":{{{}}},)"
                         R"("home_point":{{"latitude":{:.6f},"longitude":{:.6f}}},"crew_size":2,)"
                         R"("generated":true,"source":"made up")",
                         kinds[number % 4], station.substr(4), number, at, latitude, longitude));
        line(id, "unit.begin_duty", "");
    }

    // One team of guards a district: sent to what is not urgent, and told only of what is shared with it.
    void partner(const std::string& district, const std::string& at, int number) {
        const std::string id = fmt::format("unt_{}-guards", district.substr(4));
        line(
            id, "unit.register",
            fmt::format(R"("kind":"foot_patrol","call_sign":"{}-G","skills":[],"home":{{{}}},)"
                        R"("home_point":{{"latitude":{:.6f},"longitude":{:.6f}}},"crew_size":3,)"
                        R"("partner":{{"organisation":"guards","incident_classes":[{}],"most_urgent":"p3"}},)"
                        R"("generated":true,"source":"made up")",
                        district.substr(4), at, middle_latitude + step_degrees,
                        middle_longitude + step_degrees * number, partner_classes_));
        line(id, "unit.begin_duty", "");
    }

    TownSize size_;
    std::string city_;
    std::string partner_classes_;
    std::string lines_;
};

}  // namespace

std::string town_commands(const TownSize& size, const kernel::Rulebook& rules) {
    return Town{size, rules}.commands();
}

}  // namespace anlan::sim
