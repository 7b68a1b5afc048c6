// Shifts at the desks of stations and of the base-control centre that hand over: the leaving officer writes
// what is open, once or again, the coming one reads and signs, late, twice, a page that was written anew
// meanwhile, or never; whoever leaves tries to sign for them, and some shifts end with nothing written.
#include "domain/capsule/capsule.hpp"
#include "domain/post/post.hpp"
#include "sim/agenda.hpp"

#include <algorithm>

namespace anlan::capsule {
namespace {

constexpr const char* purpose = "dispatch";

class Capsules final : public sim::Agenda {
public:
    explicit Capsules(const sim::WorkloadParts& parts) : Agenda(parts, "capsules", 0.03, 150) {
        for (const auto& unit : parts.plan.units)
            if (!unit.home.station.value().empty() &&
                (stations_.empty() || stations_.back().station != unit.home.station))
                stations_.push_back({unit.home.city, unit.home.district, unit.home.station, {}});
    }

private:
    // Who leaves and who comes; at which post is in their seats.
    struct Change {
        access::Seat leaving;
        access::Seat coming;
        Instant began_at{};

        const std::string& post() const { return leaving.actor.post_id.value(); }
        AccountId leaver() const { return AccountId{leaving.actor.actor_id}; }
        AccountId comer() const { return AccountId{coming.actor.actor_id}; }
        std::string capsule() const { return capsule_id(leaving.actor.post_id, leaver(), began_at); }
    };

    void begin() override {
        if (stations_.empty()) return;
        const auto& where = chance_.one_of(stations_);
        const auto seat = chance_.hit(0.7) ? people_.of_station("station_desk", where)
                                           : people_.of_district("base_control", where.district);
        ++shifts_;
        Change change{officer(seat, 2 * shifts_), officer(seat, 2 * shifts_ + 1)};
        keep(change, post::BeginDuty{change.leaver(), std::nullopt, std::nullopt});
        later(600, 4'000, [=, this] { write(change); });
        // Whatever happens: nobody sits there for ever.
        later(9'000, 12'000, [=, this] { keep(change, post::EndDuty{change.leaver(), std::nullopt}); });
    }
    // A short name, so that a capsule's id has room for it.
    static access::Seat officer(access::Seat seat, int number) {
        seat.actor.actor_id = "acc_shift-" + std::to_string(number);
        return seat;
    }

    // As the watch officer keeps the book of who is where.
    template <class C>
    void keep(const Change& change, C command) {
        say(change.post(), std::move(command), people_.of_city("watch_officer"), "account_keeping");
    }
    std::optional<Instant> on_duty_since(const Change& change) const {
        const auto post = state_of<post::Post::State>(change.post());
        if (post == nullptr) return std::nullopt;
        for (const auto& duty : post->on_duty)
            if (duty.account_id == change.leaver()) return duty.since;
        return std::nullopt;
    }

    void write(Change change) {
        const auto since = on_duty_since(change);
        if (!since) return;  // the post was full, or nobody could look
        change.began_at = *since;
        const bool forgets = chance_.hit(0.15);
        if (!forgets) write_page(change);
        if (!forgets && chance_.hit(0.5)) later(60, 900, [=, this] { write_page(change); });
        if (chance_.hit(0.1)) later(60, 900, [=, this] { sign(change.leaving, change.capsule()); });
        later(600, 4'000, [=, this] { hand_over(change); });
    }
    void write_page(const Change& change) {
        const auto* records = parts_.records();
        if (records == nullptr) return;
        WriteCapsule command;
        command.post_id = change.leaving.actor.post_id;
        command.began_at = change.began_at;
        command.position = records->position();
        command.remarks = PersonalText{"三楼那家请派人来看看，第" + std::to_string(++pages_) + "次"};
        for (int i = 0; i < 3; ++i)
            if (const auto incident = any_of("incidents", true); !incident.empty())
                command.matters.push_back({incident, Why::open, {}, {}});
        say(change.capsule(), std::move(command), change.leaving, purpose);
    }

    void hand_over(const Change& change) {
        if (chance_.hit(0.7))
            keep(change, post::BeginDuty{change.comer(), change.leaver(), std::nullopt});
        else
            keep(change, post::EndDuty{change.leaver(), std::nullopt});
        if (chance_.hit(0.75)) later(30, 2'500, [=, this] { sign(change.coming, change.capsule()); });
        if (chance_.hit(0.15))  // remembered on the way home
            later(30, 1'500, [=, this] { write_page(change); });
        if (chance_.hit(0.2))
            later(60, 4'000, [=, this] { sign(colleague(change.coming, 9), change.capsule()); });
        later(2'000, 9'000, [=, this] { keep(change, post::EndDuty{change.comer(), std::nullopt}); });
    }
    // It is read, and a minute or two later signed.
    void sign(const access::Seat& who, const std::string& capsule) {
        const auto read = state_of<Capsule::State>(capsule);
        if (read == nullptr) return;
        const SignCapsule command{read->capsule_version, PersonalText{"收到"}};
        later(5, 150, [=, this] { say(capsule, command, who, purpose); });
    }

    std::vector<Jurisdiction> stations_;
    int shifts_ = 0;
    std::uint64_t pages_ = 0;
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<Capsules>(parts);
}

}  // namespace anlan::capsule
