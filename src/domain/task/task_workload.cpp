// Departments of each district that propose standard work, some of it twice; the district's watch officer who
// publishes it, at times with a figure that is no longer right; and what becomes of it: amended so that it
// comes more often, retired, or left to its sunset.
#include "domain/task/burden.hpp"
#include "domain/task/task.hpp"
#include "sim/agenda.hpp"

namespace anlan::task {
namespace {

constexpr const char* purpose = "dispatch";
constexpr std::size_t stations_max = 4;  // of one task

class Tasks final : public sim::Agenda {
public:
    explicit Tasks(const sim::WorkloadParts& parts) : Agenda(parts, "tasks", 0.08, 80) {
        for (const auto& unit : parts.plan.units)
            if (!unit.home.station.value().empty() &&
                (stations_.empty() || stations_.back().station != unit.home.station))
                stations_.push_back({unit.home.city, unit.home.district, unit.home.station, {}});
    }

private:
    void begin() override {
        if (stations_.empty()) return;
        const auto& rules = parts_.rules.section<Rules>();
        const auto& station = chance_.one_of(stations_);
        ProposeTask propose{terms_of(rules, station), {}};
        for (const auto& other : stations_)
            if (other.district == station.district && propose.to.areas.size() < stations_max)
                propose.to.areas.push_back(other.station);
        if (propose.terms.recurrence == Recurrence::each_new_door) propose.to.place_kinds = {"shop"};
        const std::string id = next_of(propose.terms.department);
        say(id, propose, centre(station), purpose);
        later(60, 5'000, [=, this] { decide(id, station); });
    }

    void decide(const std::string& id, const Jurisdiction& where) {
        const auto state = state_of<Task::State>(id);
        if (state == nullptr || !state->draft) return;
        if (chance_.hit(0.1)) return say(id, RefuseTask{"another department does it"}, chief(where), purpose);
        const auto burden = state->draft->burden_minutes;
        if (chance_.hit(0.15)) say(id, PublishTask{burden + 1}, chief(where), purpose);
        const bool by_itself = chance_.hit(0.1);  // the proposer may not
        say(id, PublishTask{burden}, by_itself ? centre(where) : chief(where), purpose);
        if (chance_.hit(0.6)) later(300, 4'000, [=, this] { amend(id, where); });
        if (chance_.hit(0.2))
            later(4'000, 20'000,
                  [=, this] { say(id, RetireTask{"nobody reads it"}, centre(where), purpose); });
        if (chance_.hit(0.2)) later(600, 9'000, [=, this] { renew(id, where); });
    }

    void amend(const std::string& id, const Jurisdiction& where) {
        const auto state = state_of<Task::State>(id);
        if (state == nullptr || !state->in_force) return;
        AmendTask amend{state->in_force->terms, state->in_force->to};
        if (amend.terms.recurrence == Recurrence::each_new_door) return;
        amend.terms.deadline = "same_day";
        amend.terms.recurrence =
            amend.terms.recurrence == Recurrence::weekly ? Recurrence::daily : Recurrence::weekly;
        say(id, amend, centre(where), purpose);
        later(60, 900, [=, this] {
            const auto after = state_of<Task::State>(id);
            if (after != nullptr && after->draft)
                say(id, PublishTask{after->draft->burden_minutes}, chief(where), purpose);
        });
    }

    void renew(const std::string& id, const Jurisdiction& where) {
        const auto state = state_of<Task::State>(id);
        if (state == nullptr || !state->in_force) return;
        say(id, RenewTask{now_ + Hours{24 * 90}, state->in_force->burden_minutes}, centre(where), purpose);
    }

    Terms terms_of(const Rules& rules, const Jurisdiction& station) {
        static const std::vector<std::string> looked_at = {"疏散通道", "灭火器",   "门卫值守", "视频监控",
                                                           "用电线路", "燃气阀门", "危险品库", "登记台账"};
        static const std::vector<std::string> where = {"市场", "学校", "医院",   "旅馆",
                                                       "网吧", "工地", "加油站", "小区"};
        static const std::vector<std::string> how = {"逐项检查并拍照", "抽查一半", "会同物业清点",
                                                     "夜间巡查",       "现场试用", "核对账物"};
        static const std::vector<Recurrence> recurrences = {Recurrence::once, Recurrence::daily,
                                                            Recurrence::weekly, Recurrence::monthly,
                                                            Recurrence::each_new_door};
        Terms terms;
        terms.department = chance_.one_of(rules.departments).code;
        terms.title = chance_.one_of(where) + chance_.one_of(looked_at);
        terms.basis = "派出所工作规范";
        terms.measures = chance_.one_of(how) + terms.title;
        terms.standard = chance_.hit(0.5) ? "当日闭环" : "三日内整改，逾期移交";
        terms.fields = {
            {"done", "是否完成", "was done", FieldKind::yes_no, true, {}, {}, {}, {}, {}},
            {"faults",
             "问题处数",
             "faults",
             FieldKind::number,
             true,
             {},
             "处",
             1,
             99,
             ShownWhen{"done", "no"}},
            {"note", "说明", "remark", FieldKind::text, false, {}, {}, {}, {}, {}},
        };
        terms.minutes = 5 + static_cast<int>(chance_.below(30));
        terms.deadline = "same_day";
        terms.recurrence = chance_.one_of(recurrences);
        terms.carrier_role = chance_.hit(0.7) ? "patrol" : "station_desk";
        terms.where = {station.city, station.district, {}, {}};
        terms.sunset_at = now_ + (chance_.hit(0.5) ? Hours{25} : Hours{24 * 60});
        return terms;
    }

    // As a screen would: the first number of the department that is free.
    std::string next_of(const std::string& department) {
        int number = 1;
        while (state_of<Task::State>(task_id(department, number).value()) != nullptr) ++number;
        return task_id(department, number).value();
    }
    access::Seat centre(const Jurisdiction& where) const {
        return people_.of_district("base_control", where.district);
    }
    access::Seat chief(const Jurisdiction& where) const {
        return people_.of_district("district_watch_officer", where.district);
    }

    std::vector<Jurisdiction> stations_;
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<Tasks>(parts);
}

}  // namespace anlan::task
