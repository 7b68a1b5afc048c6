// Disputes in mediation: officers hear both sides in time or late, hand them up and down, write texts that
// are changed after one side has signed, promises that are kept, broken and moved; further reports come while
// it is quiet; what is sent to street and community is answered by them, or not.
#include "domain/incident/commands.hpp"
#include "domain/mediation/mediation.hpp"
#include "domain/mediation/rules.hpp"
#include "domain/push/push.hpp"
#include "sim/agenda.hpp"

namespace anlan::mediation {
namespace {

constexpr const char* purpose = "follow_up";

class Mediations final : public sim::Agenda {
public:
    explicit Mediations(const sim::WorkloadParts& parts) : Agenda(parts, "mediations", 0.05, 110) {
        for (const auto& unit : parts.plan.units)
            if (!unit.home.station.value().empty() &&
                (stations_.empty() || stations_.back().station != unit.home.station))
                stations_.push_back({unit.home.city, unit.home.district, unit.home.station, {}});
    }

private:
    struct Told {
        std::string id;
        Jurisdiction where;
    };

    void begin() override {
        if (stations_.empty()) return;
        const Told told{fresh("med"), chance_.one_of(stations_)};
        OpenMediation open;
        open.dispute_class = chance_.one_of(rules().classes).dispute_class;
        open.subject = PersonalText{"楼上漏水，物业不管"};
        open.where = told.where;
        if (chance_.hit(0.3)) open.early_rule = chance_.one_of(rules().early_rules).code;
        if (const auto about = any_of("incidents", true); chance_.hit(0.2) && !about.empty())
            open.incident_id = IncidentId{about};
        say(told.id, open, desk(told), purpose);
        if (chance_.hit(0.9)) later(60, 1'500, [=, this] { hear(told, Side::a); });
        if (chance_.hit(0.9)) later(60, 1'500, [=, this] { hear(told, Side::b); });
        if (chance_.hit(0.4)) later(600, 9'000, [=, this] { hand_over(told); });
        if (chance_.hit(0.6)) later(1'600, 9'000, [=, this] { visit(told); });
        if (chance_.hit(0.7)) later(1'600, 6'000, [=, this] { write(told, 0); });
        if (chance_.hit(0.2))
            later(1'600, 20'000, [=, this] { say(told.id, BeginQuiet{}, desk(told), purpose); });
        if (chance_.hit(0.05))
            later(600, 40'000, [=, this] {
                say(told.id, EndMediation{chance_.one_of(rules().end_reasons).code, PersonalText{"起诉"}},
                    desk(told), purpose);
            });
        if (chance_.hit(0.6)) later(1'600, 9'000, [=, this] { push(told); });
        if (chance_.hit(0.4)) later(4'000, 20'000, [=, this] { comes_back(told); });
    }
    void hear(const Told& told, Side side) {
        const bool a = side == Side::a;
        say(told.id,
            RecordStatement{side, chance_.hit(0.5) ? Contact::in_person : Contact::by_phone,
                            PersonalText{a ? "王老三" : "李小四"},
                            PersonalText{a ? "水滴到床上" : "管子不是我家的"}},
            desk(told), purpose);
    }
    void hand_over(const Told& told) {
        say(told.id, HandOverMediation{chance_.one_of(rules().levels).code, PersonalText{"牵涉两个社区"}},
            desk(told), purpose);
        if (chance_.hit(0.8))
            later(300, 9'000, [=, this] { say(told.id, TakeUpMediation{}, desk(told), purpose); });
    }
    void visit(const Told& told) {
        RecordVisit visit{{}, PersonalText{"上门查看"}, now_, std::nullopt};
        if (chance_.hit(0.7)) visit.with.push_back(chance_.one_of(rules().visit_with).code);
        if (chance_.hit(0.2)) visit.next_by = now_ + Hours{6};
        say(told.id, visit, desk(told), purpose);
    }
    void write(const Told& told, int changed) {
        DraftAgreement draft{PersonalText{"各出一半，第" + std::to_string(changed + 1) + "稿"}, {}};
        for (std::size_t i = chance_.below(3); i > 0; --i)
            draft.promises.push_back({chance_.hit(0.5) ? Side::a : Side::b, PersonalText{"换水管"},
                                      now_ + Minutes{90 + static_cast<int>(chance_.below(600))}});
        say(told.id, draft, desk(told), purpose);
        later(60, 2'000, [=, this] { sign(told, Side::a); });
        if (changed < 2 && chance_.hit(0.3)) return later(60, 2'000, [=, this] { write(told, changed + 1); });
        if (chance_.hit(0.9)) later(60, 2'000, [=, this] { sign(told, Side::b); });
        if (chance_.hit(0.9)) later(2'100, 3'000, [=, this] { sign(told, Side::a); });
        later(3'100, 9'000, [=, this] { promises(told); });
    }
    // The version that lies on the table, and now and then the one before it.
    void sign(const Told& told, Side side) {
        const auto state = state_of<Mediation::State>(told.id);
        if (state == nullptr || !state->agreement) return;
        const int version = state->agreement->agreement_version - (chance_.hit(0.1) ? 1 : 0);
        say(told.id, SignAgreement{version, side, PersonalText{"社区主任"}}, desk(told), purpose);
    }
    void promises(const Told& told) {
        const auto state = state_of<Mediation::State>(told.id);
        if (state == nullptr) return;
        for (const PromiseKept& kept : state->promises) {
            if (kept.is != PromiseState::open) continue;
            if (chance_.hit(0.2))
                say(told.id, MovePromise{kept.promise.number, now_ + Hours{5}, PersonalText{"等师傅"}},
                    desk(told), purpose);
            else if (chance_.hit(0.8))
                say(told.id,
                    SettlePromise{kept.promise.number, chance_.hit(0.8) ? Outcome::kept : Outcome::broken,
                                  PersonalText{"看过"}},
                    desk(told), purpose);
        }
    }
    // As sent, with a word added, or with what a side said, which is refused.
    void push(const Told& told) {
        say(told.id, PreparePush{}, desk(told), purpose);
        later(60, 1'200, [=, this] {
            const auto state = state_of<Mediation::State>(told.id);
            if (state == nullptr || state->pushes.empty()) return;
            const PushState& last = state->pushes.back();
            std::string text = last.text.reveal();
            if (chance_.hit(0.3) && !state->statements.empty())
                text += "\n" + state->statements.back().text.reveal();
            else if (chance_.hit(0.5))
                text += "\n请一同走访";
            say(told.id, SendPush{last.number, PersonalText{text}}, desk(told), purpose);
            if (chance_.hit(0.8))
                later(60, 9'000, [=, this] { answer(told, push::push_id(told.id, last.number)); });
        });
    }
    void answer(const Told& told, const std::string& id) {
        const auto seat = people_.of_station("street_seat", told.where);
        if (chance_.hit(0.5)) say(id, push::AcknowledgePush{}, seat, purpose);
        say(id, push::AnswerPush{PersonalText{"周末上门"}, now_ + Hours{4}}, seat, purpose);
        if (chance_.hit(0.7))
            later(600, 20'000,
                  [=, this] { say(id, push::ReportDeed{PersonalText{"已上门"}}, seat, purpose); });
    }
    // Another report of the same: its incident is linked to the first by whoever took it.
    void comes_back(const Told& told) {
        const auto state = state_of<Mediation::State>(told.id);
        const auto again = any_of("incidents", true);
        if (state == nullptr || state->incident_ids.empty() || again.empty()) return;
        say(again, incident::LinkIncident{state->incident_ids.front(), incident::Relation::repeat, "又报警"},
            people_.of_city("city_dispatcher"), purpose);
    }

    const Rules& rules() const { return parts_.rules.section<Rules>(); }
    access::Seat desk(const Told& told) const { return people_.of_station("station_desk", told.where); }

    std::vector<Jurisdiction> stations_;
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<Mediations>(parts);
}

}  // namespace anlan::mediation
