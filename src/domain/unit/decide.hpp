// The visitor behind Unit::decide, one function a command. Its parts: decide_duty.cpp (register, duty,
// service, safety, panic), decide_assignment.cpp (who goes where), decide_status.cpp (what the crew says
// along the way), decide_change.cpp (what changes at the incident meanwhile).
#pragma once
#include "domain/unit/owed.hpp"
#include "domain/unit/unit.hpp"

#include <optional>
#include <string>
#include <utility>

namespace anlan::unit {

inline constexpr std::size_t call_sign_length_max = 64;  // bytes
inline constexpr std::size_t reason_length_max = 1000;   // bytes
inline constexpr std::size_t assignment_id_length_max = 96;
inline constexpr std::size_t skills_max = 32;
inline constexpr int crew_size_max = 60;

struct Decide {
    using Events = Unit::Events;
    using Decision = Unit::Decision;
    template <class T>
    using Or = Result<T, kernel::Refusal>;

    const Unit::State& state;
    const kernel::Now& now;

    Decision operator()(const RegisterUnit& c) const;
    Decision operator()(const BeginDuty& c) const;
    Decision operator()(const EndDuty& c) const;
    Decision operator()(const ChangeCrew& c) const;
    Decision operator()(const PauseService& c) const;
    Decision operator()(const ResumeService& c) const;
    Decision operator()(const AnswerSafetyCheck& c) const;
    Decision operator()(const RaisePanic& c) const;
    Decision operator()(const ClearPanic& c) const;
    Decision operator()(const kernel::NoteDeadline& c) const;

    Decision operator()(const AssignUnit& c) const;
    Decision operator()(const SelfDispatch& c) const;
    Decision operator()(const ReleaseUnit& c) const;
    Decision operator()(const ResumeAssignment& c) const;

    Decision operator()(const InformAssignment& c) const;
    Decision operator()(const AcknowledgeChange& c) const;
    Decision operator()(const MoveAssignment& c) const;

    Decision operator()(const AcknowledgeAssignment& c) const;
    Decision operator()(const DepartForScene& c) const;
    Decision operator()(const ArriveOnScene& c) const;
    Decision operator()(const ClearUnit& c) const;

    // When it happened: `at` if it was said, else now. An instant ahead of our clock is refused, but for the
    // rulebook's tolerance of clocks that run a little fast.
    Or<Instant> instant_of(const std::optional<Instant>& at) const;
    Or<Instant> instant_of_registered(const std::optional<Instant>& at) const;
    // A turn of duty or service cannot have happened before the status it ends.
    Or<Instant> instant_after_status(const std::optional<Instant>& at) const;

    Or<const Assignment*> named(const std::optional<std::string>& assignment_id,
                                const std::optional<IncidentId>& incident_id) const;
    const Assignment* open_on(const IncidentId& incident_id) const;
    const Assignment* latest_waiting() const;
    // "call sign . running number": short, and unique as long as call signs are.
    std::string next_assignment_id() const;
    // The active assignment has ended in `events`: the one that waited last is active again.
    void resume_next(Events& events, Instant at) const;
    void make_active(Events& events, const Assignment& target, Instant at) const;
};

kernel::Refusal refusal(std::string code, std::string message, kernel::Because because, kernel::Remedy remedy,
                        std::string field = {});
kernel::Refusal out_of_order(std::string message);
// An assignment cannot end, or wait, before something that is known to have happened in it.
std::optional<kernel::Refusal> check_end(const Assignment& assignment, Instant at);
std::optional<kernel::Refusal> check_reason(const std::string& reason);
std::optional<kernel::Refusal> check_point(const std::optional<GeoPoint>& point, const std::string& field);

}  // namespace anlan::unit
