// What is asked for of a record's personal texts: that they go before their day, that they stay though their
// day has come, that a hold is lifted. Some of it one person tries alone, some of it comes twice.
#include "domain/erasure/erasure.hpp"
#include "sim/two_persons.hpp"

#include <deque>

namespace anlan::erasure {
namespace {

class Erasures final : public sim::TwoPersons {
public:
    explicit Erasures(const sim::WorkloadParts& parts) : TwoPersons(parts, "erasures", 0.03, 30) {}

private:
    static constexpr std::size_t remembered_max = 60;

    void begin() override {
        const char* resource = chance_.hit(0.5) ? "calls" : "incidents";
        remembered_.push_back(any_of(resource, false));
        if (remembered_.size() > remembered_max) remembered_.pop_front();
        const std::string record = remembered_[chance_.below(remembered_.size())];
        if (record.empty()) return;
        switch (chance_.below(6)) {
            case 0:
                return place_hold(record);
            case 1:
                return lift_hold(record);
            case 2:
                return alone(record);
            case 3:
                erase(record);
                return erase(record);  // the same is asked for at two desks
            default:
                return erase(record);
        }
    }
    access::Seat officer() { return people_.of_city(chance_.hit(0.5) ? "watch_officer" : "supervisor"); }

    void erase(const std::string& record) {
        propose(erasure_id_of(record),
                EraseEarly{record, "asked for by the person", "个人信息保护法 第四十七条", "R-7"}, officer(),
                "request_of_the_person");
    }
    void place_hold(const std::string& record) {
        say(erasure_id_of(record), PlaceHold{record, "evidence of case " + record, "刑事诉讼法 第五十二条"},
            officer(), "legal_duty");
    }
    void lift_hold(const std::string& record) {
        const auto known = state_of<Erasure::State>(erasure_id_of(record));
        const std::string hold_id =
            known == nullptr || known->holds.empty() ? "h1" : known->holds.front().hold_id;
        propose(erasure_id_of(record), LiftHold{hold_id, "the case is over"}, officer(), "legal_duty");
    }
    // Nobody does this alone.
    void alone(const std::string& record) {
        say(erasure_id_of(record),
            EraseEarly{record, "in a hurry", "个人信息保护法 第四十七条", std::nullopt}, officer(),
            "request_of_the_person");
    }

    std::deque<std::string> remembered_;
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<Erasures>(parts);
}

}  // namespace anlan::erasure
