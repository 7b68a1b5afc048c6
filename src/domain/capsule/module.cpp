#include "domain/capsule/row.hpp"
#include "domain/capsule/rules.hpp"
#include "domain/post/events.hpp"
#include "kernel/module_of.hpp"

namespace anlan::capsule {
namespace {

using kernel::Method;

std::optional<kernel::Malformed> malformed(std::optional<kernel::RuleFault> fault) {
    if (!fault) return std::nullopt;
    return kernel::Malformed{std::move(fault->path), std::move(fault->expected)};
}

std::vector<kernel::Send<Capsule::Command>> note_the_end_of_a_shift(const kernel::PolicyInput& input) {
    const auto* e = input.recorded.as<post::DutyEnded>();
    if (e == nullptr || !e->shift) return {};
    const PostId post{input.recorded.envelope.stream};
    auto id = capsule_id(post, e->account_id, e->shift->began_at);
    if (id.empty()) return {};
    return {{std::move(id), NoteShiftOver{post, e->shift->role, e->shift->where, e->account_id,
                                          e->shift->began_at, e->relieved_by, e->ended_at}}};
}

}  // namespace

kernel::Module module() {
    auto m = kernel::describe<Capsule>({.name = "capsule",
                                        .prefix = "cap",
                                        .resource = "capsules",
                                        .title = {"交接班", "Shift capsules"},
                                        .personal = true});
    // The id is a function of post, account and shift (capsule_id), so the caller names it. What it names was
    // read at the post that it hands over.
    m.command<WriteCapsule>(
        {Method::put, "/v1/capsules/{capsule_id}", true, {"写交接班", "Write what a shift hands over"}});
    m.command<SignCapsule>({Method::post,
                            "/v1/capsules/{capsule_id}/signature",
                            false,
                            {"签收交接班", "Sign the version that was read"}});
    m.rules<Rules>(
        "capsule.toml", [](const Rules& rules) { return malformed(validate(rules)); },
        [](const kernel::Rulebook& book) {
            return malformed(check_roles(book.section<Rules>(), book.section<kernel::RoleLevels>()));
        });
    m.retention([](const Capsule::State& state) -> std::optional<kernel::Closed> {
        if (!state.signature) return std::nullopt;
        return kernel::Closed{state.signature->signed_at, "signed"};
    });
    m.react("note_the_end_of_a_shift", note_the_end_of_a_shift);
    // The post that hands over holds it, wherever it lies; so does who comes there next.
    m.scope([](const Capsule::State& state) {
        kernel::Scope scope{state.where, {}};
        if (!state.post_id.value().empty())
            scope.shared_with.push_back({state.post_id, kernel::Extent::all, kernel::Standing::holder});
        return scope;
    });
    m.row<CapsuleRow>(row_of, facets_of, [](const Capsule::State& state) { return !state.signature; });
    return std::move(m).finish();
}

}  // namespace anlan::capsule
