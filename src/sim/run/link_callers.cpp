// A call-taker gives a link; the caller opens the page, adds what was forgotten, asks for quiet, and, when
// the result is there, says that it solved nothing and rates it: at once, after the time for it, twice, or by
// a link that was replaced or taken back meanwhile. What callers add is read, or not; a late *not solved* is
// answered, or not.
#include "sim/run/link_callers.hpp"

#include "codec/sha256.hpp"
#include "domain/call/call.hpp"
#include "domain/call/rules.hpp"
#include "domain/incident/incident.hpp"
#include "sim/agenda.hpp"

namespace anlan::sim {
namespace {

constexpr const char* purpose = "call_handling";
constexpr int looks_max = 8;

class LinkCallers final : public Agenda {
public:
    explicit LinkCallers(const WorkloadParts& parts)
        : Agenda(parts, "link_callers", 0.06, 240),
          given_(parts.rules.section<call::Rules>().receipt.has_value()) {}

    void metrics(std::map<std::string, std::uint64_t>& figures) const override {
        Agenda::metrics(figures);
        figures["link_callers.pages"] = pages_;
        figures["link_callers.not_opened"] = not_opened_;
    }

private:
    struct Told {
        std::string call;
        std::string link;
    };

    void begin() override {
        if (!given_) return;
        const Told told{any_of("calls", chance_.hit(0.3)), fresh_link()};
        if (told.call.empty()) return;
        give(told);
        later(20, 600, [=, this] { open_page(told); });
        if (chance_.hit(0.4)) later(60, 3'000, [=, this] { add(told); });
        if (chance_.hit(0.2)) later(60, 2'000, [=, this] { ask_quiet(told); });
        if (chance_.hit(0.05)) later(600, 5'000, [=, this] { take(told.call, call::FlagDuress{}); });
        if (chance_.hit(0.1)) later(600, 5'000, [=, this] { give({told.call, fresh_link()}); });
        if (chance_.hit(0.07))
            later(600, 5'000, [=, this] { take(told.call, call::RevokeLink{"sent to a wrong number"}); });
        later(300, 2'000, [=, this] { follow(told, looks_max); });
        // After the time in which *not solved* reopens.
        if (chance_.hit(0.1)) later(650'000, 680'000, [=, this] { follow(told, 1); });
    }

    std::string fresh_link() {
        std::string link;
        for (int i = 0; i < 30; ++i) link += static_cast<char>('a' + chance_.below(26));
        return link;
    }
    static std::string hash_of(const Told& told) { return codec::sha256_hex(told.link); }
    static access::Seat caller() { return {{kernel::ActorKind::citizen, "link", {}}, {}, {}}; }
    template <class C>
    void take(const std::string& call, C command) {
        say(call, std::move(command), people_.of_city("call_taker"), purpose);
    }
    void give(const Told& told) { take(told.call, call::IssueLink{hash_of(told)}); }

    void open_page(const Told& told) {
        const bool data = chance_.hit(0.2);
        ask(caller(), "/r/" + told.link + (data ? "/data" : ""), "",
            [this](const ports::Response& shown) { ++(shown.status == 200 ? pages_ : not_opened_); });
    }
    void add(const Told& told) {
        say(told.call, call::AddInformation{hash_of(told), PersonalText{"他往北走了，请派人来看看"}},
            caller(), "");
        if (chance_.hit(0.7)) later(30, 1'500, [=, this] { take(told.call, call::ReadInformation{}); });
        if (chance_.hit(0.3)) later(30, 900, [=, this] { add(told); });
    }
    void ask_quiet(const Told& told) {
        say(told.call, call::AskQuiet{hash_of(told), {chance_.hit(0.5), chance_.hit(0.5)}}, caller(), "");
    }

    // Now and then a look; once there is a result, what the caller thinks of it.
    void follow(const Told& told, int more) {
        open_page(told);
        const auto episode = result_of(told);
        if (!episode) {
            if (more > 1) later(300, 1'800, [=, this] { follow(told, more - 1); });
            return;
        }
        if (chance_.hit(0.6)) later(10, 600, [=, this] { rate(told, *episode); });
        if (chance_.hit(0.7)) {
            const double longest = chance_.hit(0.6) ? 600 : 9'000;
            later(10, longest, [=, this] { contest(told, *episode); });
        }
        if (more > 1) later(2'000, 9'000, [=, this] { follow(told, more / 2); });
    }
    // The episode whose result the page shows.
    std::optional<int> result_of(const Told& told) const {
        const auto call = state_of<call::Call::State>(told.call);
        if (call == nullptr || !call->outcome || !call->outcome->incident_id) return std::nullopt;
        const auto incident = state_of<incident::Incident::State>(call->outcome->incident_id->value());
        if (incident == nullptr || incident->stage == incident::Stage::open) return std::nullopt;
        return incident->episode;
    }
    void rate(const Told& told, int episode) {
        const int rating = static_cast<int>(chance_.below(7));  // 0 and 6 are none
        say(told.call, call::RateResult{hash_of(told), episode, rating}, caller(), "");
        if (chance_.hit(0.3)) say(told.call, call::RateResult{hash_of(told), episode, 5}, caller(), "");
    }
    void contest(const Told& told, int episode) {
        say(told.call, call::ContestResult{hash_of(told), episode}, caller(), "");
        if (chance_.hit(0.3)) say(told.call, call::ContestResult{hash_of(told), episode}, caller(), "");
        if (chance_.hit(0.5))
            later(600, 9'000,
                  [=, this] { take(told.call, call::AnswerContest{PersonalText{"民警已再次上门"}}); });
    }

    bool given_;
    std::uint64_t pages_ = 0;
    std::uint64_t not_opened_ = 0;
};

}  // namespace

std::unique_ptr<Workload> link_callers(const WorkloadParts& parts) {
    return std::make_unique<LinkCallers>(parts);
}

}  // namespace anlan::sim
