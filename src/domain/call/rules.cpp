#include "domain/call/rules.hpp"

#include <algorithm>
#include <set>

namespace anlan::call {
namespace {

using kernel::RuleFault;
using MaybeFault = std::optional<RuleFault>;

std::string at(const std::string& list, std::size_t index) {
    return list + "[" + std::to_string(index) + "]";
}

template <class Entry>
const Entry* find_code(const std::vector<Entry>& entries, std::string_view code) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.code == code; });
    return found == entries.end() ? nullptr : &*found;
}

template <class Entry>
MaybeFault check_coded(const std::vector<Entry>& entries, const std::string& list) {
    if (entries.empty()) return RuleFault{list, "at least one entry"};
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].code.empty() || entries[i].zh.empty() || entries[i].en.empty())
            return RuleFault{at(list, i), "a code, and words for people in zh and en"};
        if (!seen.insert(entries[i].code).second)
            return RuleFault{at(list, i) + ".code", "a code not used before in this list"};
    }
    return std::nullopt;
}

// Every way of reporting is in exactly one row.
MaybeFault check_pick_up(const std::vector<PickUpRule>& rows) {
    std::set<Channel> covered;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string path = at(".pick_up", i);
        if (rows[i].kind != "answer" && rows[i].kind != "claim")
            return RuleFault{path + ".kind", "answer or claim"};
        if (rows[i].channels.empty()) return RuleFault{path + ".channels", "at least one channel"};
        for (const Channel channel : rows[i].channels)
            if (!covered.insert(channel).second)
                return RuleFault{path + ".channels", "channels that no row before has"};
        if (rows[i].deadline)
            if (auto fault = kernel::check_rule(*rows[i].deadline, path + ".deadline")) return fault;
    }
    const std::size_t channels = boost::mp11::mp_size<boost::describe::describe_enumerators<Channel>>::value;
    if (covered.size() != channels) return RuleFault{".pick_up", "a row for every channel"};
    return std::nullopt;
}

MaybeFault check_outcome(const Rules& rules) {
    for (std::size_t i = 0; i < rules.outcome.size(); ++i)
        if (auto fault = kernel::check_rule(rules.outcome[i].deadline, at(".outcome", i) + ".deadline"))
            return fault;
    for (const Priority priority : {Priority::p1, Priority::p2, Priority::p3, Priority::p4})
        if (find_outcome(rules, priority) == nullptr)
            return RuleFault{".outcome", "a row for every priority"};
    return std::nullopt;
}

MaybeFault check_call_back(const Rules& rules) {
    if (rules.call_back_attempts_max < 1) return RuleFault{".call_back_attempts_max", "1 or more"};
    if (auto fault = check_coded(rules.call_back, ".call_back")) return fault;
    for (std::size_t i = 0; i < rules.call_back.size(); ++i)
        if (auto fault = kernel::check_rule(rules.call_back[i].deadline, at(".call_back", i) + ".deadline"))
            return fault;
    if (auto fault = check_coded(rules.void_reasons, ".void_reasons")) return fault;
    for (std::size_t i = 0; i < rules.void_reasons.size(); ++i) {
        const auto& reason = rules.void_reasons[i].call_back;
        if (reason && find_call_back(rules, *reason) == nullptr)
            return RuleFault{at(".void_reasons", i) + ".call_back", "a code of call_back, not " + *reason};
    }
    return std::nullopt;
}

MaybeFault check_receipt(const ReceiptRules& rules) {
    const std::string path = ".receipt";
    if (rules.language != "zh" && rules.language != "en") return RuleFault{path + ".language", "zh or en"};
    const auto& number = rules.emergency_number;
    if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos)
        return RuleFault{path + ".emergency_number", "digits"};
    if (rules.valid_for <= Seconds{0} || rules.valid_for > link_valid_max)
        return RuleFault{path + ".valid_for", "1 s to 366 days"};
    if (rules.information_length_max < 1 || rules.information_length_max > link_text_length_max)
        return RuleFault{path + ".information_length_max", "1 to 8000 bytes"};
    if (rules.information_max < 1 || rules.information_max > link_texts_max)
        return RuleFault{path + ".information_max", "1 to 100"};
    if (rules.information_per_hour < 1) return RuleFault{path + ".information_per_hour", "1 or more"};
    if (rules.reopens_within < Seconds{0}) return RuleFault{path + ".reopens_within", "0 or more seconds"};
    if (rules.wrong_links_max < 1) return RuleFault{path + ".wrong_links_max", "1 or more"};
    if (rules.wrong_links_window <= Seconds{0})
        return RuleFault{path + ".wrong_links_window", "1 or more seconds"};
    if (auto fault = kernel::check_rule(rules.read, path + ".read")) return fault;
    return kernel::check_rule(rules.answer, path + ".answer");
}

}  // namespace

const PickUpRule* find_pick_up(const Rules& rules, Channel channel) {
    for (const PickUpRule& row : rules.pick_up)
        if (std::find(row.channels.begin(), row.channels.end(), channel) != row.channels.end()) return &row;
    return nullptr;
}

const OutcomeRule* find_outcome(const Rules& rules, Priority priority) {
    for (const OutcomeRule& row : rules.outcome)
        if (row.priorities.empty() ||
            std::find(row.priorities.begin(), row.priorities.end(), priority) != row.priorities.end())
            return &row;
    return nullptr;
}

const CallBackRule* find_call_back(const Rules& rules, std::string_view code) {
    return find_code(rules.call_back, code);
}
const VoidReason* find_void_reason(const Rules& rules, std::string_view code) {
    return find_code(rules.void_reasons, code);
}

MaybeFault validate(const Rules& rules) {
    if (auto fault = check_pick_up(rules.pick_up)) return fault;
    if (auto fault = check_outcome(rules)) return fault;
    if (auto fault = check_call_back(rules)) return fault;
    if (rules.receipt)
        if (auto fault = check_receipt(*rules.receipt)) return fault;
    if (auto fault = kernel::check_rule(rules.transfer_confirm, ".transfer_confirm")) return fault;
    return kernel::check_rule(rules.join_confirm, ".join_confirm");
}

MaybeFault check(const Rules& rules, const kernel::RoleLevels& levels) {
    for (std::size_t i = 0; i < rules.pick_up.size(); ++i)
        if (rules.pick_up[i].deadline)
            if (auto fault =
                    kernel::check_roles(*rules.pick_up[i].deadline, levels, at(".pick_up", i) + ".deadline"))
                return fault;
    for (std::size_t i = 0; i < rules.outcome.size(); ++i)
        if (auto fault =
                kernel::check_roles(rules.outcome[i].deadline, levels, at(".outcome", i) + ".deadline"))
            return fault;
    for (std::size_t i = 0; i < rules.call_back.size(); ++i)
        if (auto fault =
                kernel::check_roles(rules.call_back[i].deadline, levels, at(".call_back", i) + ".deadline"))
            return fault;
    if (rules.receipt) {
        if (auto fault = kernel::check_roles(rules.receipt->read, levels, ".receipt.read")) return fault;
        if (auto fault = kernel::check_roles(rules.receipt->answer, levels, ".receipt.answer")) return fault;
    }
    if (auto fault = kernel::check_roles(rules.transfer_confirm, levels, ".transfer_confirm")) return fault;
    return kernel::check_roles(rules.join_confirm, levels, ".join_confirm");
}

}  // namespace anlan::call
