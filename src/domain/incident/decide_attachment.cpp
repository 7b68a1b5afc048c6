// A photo or a voice note that somebody adds. Its bytes are sealed and durable before this is decided; here
// it becomes a fact.
#include "domain/incident/decide.hpp"

namespace anlan::incident {

Incident::Decision Decide::operator()(const AddAttachment& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    const auto& rules = now.rules.section<AttachmentRules>();
    if (const auto fault = fault_in(c, rules))
        return Unexpected{refusal(std::string{fault->code}, std::string{fault->message},
                                  kernel::Because::invalid, kernel::Remedy::fix_input,
                                  std::string{fault->member})};
    if (state.attachments && is_known(c, *state.attachments)) return Events{};
    if (state.attachments && state.attachments->size() >= static_cast<std::size_t>(rules.on_record_max))
        return Unexpected{too_many("attachments")};
    return Events{AttachmentAdded{attachment_of(c, now.at)}};
}

}  // namespace anlan::incident
