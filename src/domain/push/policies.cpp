#include "domain/push/policies.hpp"

#include "domain/mediation/events.hpp"

namespace anlan::push {

std::vector<kernel::Send<Push::Command>> deliver_when_a_mediation_sends(const kernel::PolicyInput& input) {
    const auto* sent = input.recorded.as<mediation::PushSent>();
    if (sent == nullptr) return {};
    const auto& from = input.recorded.envelope.stream;
    return {{push_id(from, sent->number), DeliverPush{from, sent->number, sent->dispute_class, sent->text,
                                                      sent->to, sent->from_post_id, sent->where}}};
}

}  // namespace anlan::push
