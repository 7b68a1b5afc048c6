#include "codec/json_schema.hpp"

namespace anlan::codec::detail {

void write_members_schema(std::string& out, Unknown unknown, std::span<const MemberSchema> members) {
    std::string required;
    char before = '{';
    out += R"({"type":"object","properties":)";
    for (const auto& member : members) {
        out += before;
        before = ',';
        write_json_text(out, member.name);
        out += ':';
        member.write(out, unknown);
        if (member.may_miss) continue;
        required += required.empty() ? '[' : ',';
        write_json_text(required, member.name);
    }
    if (before == '{') out += '{';
    out += '}';
    if (!required.empty()) out += R"(,"required":)" + required + ']';
    if (unknown == Unknown::refuse) out += R"(,"additionalProperties":false)";
    out += '}';
}

}  // namespace anlan::codec::detail
