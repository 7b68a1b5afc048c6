// All checkers together, fed with what the world does.
#pragma once
#include "sim/checks/answer_checker.hpp"
#include "sim/checks/board_checker.hpp"
#include "sim/checks/capsule_checker.hpp"
#include "sim/checks/erasure_checker.hpp"
#include "sim/checks/feed_checker.hpp"
#include "sim/checks/incident_checker.hpp"
#include "sim/checks/instruction_checker.hpp"
#include "sim/checks/log_checker.hpp"
#include "sim/checks/look_checker.hpp"
#include "sim/checks/matter_checker.hpp"
#include "sim/checks/mediation_checker.hpp"
#include "sim/checks/obligation_checker.hpp"
#include "sim/checks/receipt_checker.hpp"
#include "sim/checks/rights_checker.hpp"
#include "sim/checks/selection_checker.hpp"
#include "sim/checks/sharing_checker.hpp"
#include "sim/checks/task_checker.hpp"
#include "sim/checks/two_persons_checker.hpp"
#include "sim/checks/unit_checker.hpp"

#include <array>
#include <map>

namespace anlan::sim {

struct InspectorParts {
    std::span<const kernel::Module> modules;
    const kernel::Rulebook& rules;
    const access::AccessRules& access;
    const SimulatedDisk& disk;
    const Instant& world_now;
    const Instant& hindered_until;
    std::vector<access::Seat> consoles;
    ports::KeyStore* keys = nullptr;  // none: what is sealed in the log reads as erased
};

class Inspector final : public ConsoleWatcher {
public:
    explicit Inspector(InspectorParts parts);
    Inspector(const Inspector&) = delete;
    Inspector& operator=(const Inspector&) = delete;

    void published(std::span<const kernel::Committed> committed);
    void answered(const engine::Submission& submission, const engine::Outcome& outcome);
    void forgotten(const std::string& record) { chronicle_.forget_personal(record); }
    void shown(const Shown& shown, Instant now);
    // After a start; reads the log again from its beginning if a disk has lost records.
    void restarted(SimulatedNode& node, std::uint64_t lost);
    void inspect(SimulatedNode& node);
    void finish(SimulatedNode& node);

    // Takes a log as it lies on the disk for what was published: for tests that alter one.
    void read(std::span<const ports::Frame> frames);
    // What can be judged of it without a process, as of `now`.
    void judge(Instant now);

    Findings& findings() { return findings_; }
    const Findings& findings() const { return findings_; }
    const Chronicle& chronicle() const { return chronicle_; }
    ConsoleWatcher& watcher() { return *this; }
    const ObligationChecker& obligations() const { return obligations_; }
    const IncidentChecker& incidents() const { return incidents_; }
    const std::map<std::string, std::uint64_t>& events() const { return events_; }
    const std::map<std::string, std::uint64_t>& by_module() const { return by_module_; }

    // What consoles see, told on to those who check it.
    void connected(std::size_t console, std::uint64_t after) override { feed_.connected(console, after); }
    void changed(std::size_t console, const SeenChange& change) override;
    void reset(std::size_t console, const SeenReset& reset) override { feed_.reset(console, reset); }
    void malformed(std::size_t console, std::string_view text) override { feed_.malformed(console, text); }
    void drained(std::size_t console, std::uint64_t head) override { feed_.drained(console, head); }

private:
    void add(const kernel::Envelope& envelope, const kernel::AnyEvent& event, const kernel::Module& module,
             std::uint64_t commit);

    InspectorParts parts_;
    kernel::EventDecoder decoder_;
    Findings findings_;
    Chronicle chronicle_;
    LogChecker log_;
    AnswerChecker answers_;
    ObligationChecker obligations_;
    UnitChecker units_;
    IncidentChecker incidents_;
    BoardChecker boards_;
    FeedChecker feed_;
    SharingChecker sharing_;
    RightsChecker rights_;
    TwoPersonsChecker two_persons_;
    LookChecker looks_;
    ErasureChecker erasures_;
    InstructionChecker instructions_;
    MatterChecker matters_;
    MediationChecker mediations_;
    TaskChecker tasks_;
    SelectionChecker selections_;
    CapsuleChecker capsules_;
    ReceiptChecker receipts_;
    std::array<Checker*, 19> all_;
    std::map<std::string, std::uint64_t> events_;
    std::map<std::string, std::uint64_t> by_module_;
};

}  // namespace anlan::sim
