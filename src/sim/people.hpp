// The seats of the simulated city's people, and how a workload speaks as one of them.
#pragma once
#include "access/seat.hpp"
#include "kernel/deadline_rule.hpp"
#include "kernel/rulebook.hpp"
#include "sim/workload.hpp"

#include <string>
#include <utility>

namespace anlan::sim {

class People {
public:
    explicit People(const kernel::Rulebook& rules) : city_(rules.section<kernel::RoleLevels>().city) {}

    const AreaId& city() const { return city_; }
    access::Seat of_city(const std::string& role) const { return seat(role, city_, {city_, {}, {}, {}}); }
    access::Seat of_district(const std::string& role, const AreaId& district) const {
        return seat(role, district, {city_, district, {}, {}});
    }
    access::Seat of_station(const std::string& role, const Jurisdiction& where) const {
        return seat(role, where.station, {where.city, where.district, where.station, {}});
    }

private:
    static access::Seat seat(const std::string& role, const AreaId& area, const Jurisdiction& reach) {
        const auto post = kernel::post_id(role, area);
        return {{kernel::ActorKind::person, "acc_sim-" + post.value().substr(4), post}, {role}, reach};
    }

    AreaId city_;
};

// Sends commands as people do, each under an id of its own.
class Speaker {
public:
    Speaker(const WorkloadParts& parts, std::string name)
        : book_(parts.modules), door_(parts.door), name_(std::move(name)) {}

    template <class C>
    void say(const std::string& stream, C command, const access::Seat& seat, const char* purpose) {
        auto submission =
            book_.submission(stream, std::move(command), seat, name_ + '-' + std::to_string(++said_));
        submission.purpose = purpose;
        door_.submit(std::move(submission), [this](const engine::Outcome& outcome) {
            const auto* refusal = std::get_if<kernel::Refusal>(&outcome);
            if (refusal != nullptr) ++refused_[refusal->code];
        });
    }
    std::uint64_t said() const { return said_; }
    const std::map<std::string, std::uint64_t>& refused() const { return refused_; }
    void report(std::map<std::string, std::uint64_t>& figures) const {
        figures[name_ + ".commands"] = said_;
        for (const auto& [code, times] : refused_) figures[name_ + ".refused." + code] = times;
    }

private:
    CommandBook book_;
    engine::Submit& door_;
    std::string name_;
    std::uint64_t said_ = 0;
    std::map<std::string, std::uint64_t> refused_;
};

}  // namespace anlan::sim
