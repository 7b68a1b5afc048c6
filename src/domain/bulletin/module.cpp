// The bulletin module's table. Opening and drafting have no route: the view that counts does it.
#include "domain/bulletin/row.hpp"
#include "domain/bulletin/rules.hpp"
#include "kernel/module_of.hpp"

namespace anlan::bulletin {
namespace {

std::string path(const char* what) { return std::string{"/v1/bulletins/{bulletin_id}/"} + what; }

}  // namespace

kernel::Module module() {
    using kernel::Method;
    auto m = kernel::describe<Bulletin>({.name = "bulletin",
                                         .prefix = "bul",
                                         .resource = "bulletins",
                                         .title = {"工作周报", "Weekly bulletin"}});
    m.command<ReleaseDraft>(
        {Method::post, path("release"), false, {"交派出所核对", "Release the draft to the stations"}});
    m.command<Object>({Method::post, path("objections"), false, {"对数字提出异议", "Object to a figure"}});
    m.command<AnswerObjection>(
        {Method::post, path("objection_answers"), false, {"答复异议", "Answer an objection"}});
    m.command<PublishBulletin>(
        {Method::post, path("publication"), false, {"发布周报", "Publish the bulletin"}});
    m.command<CorrectBulletin>(
        {Method::post, path("editions"), false, {"更正已发布的周报", "Publish a corrected edition"}});
    m.rules<Rules>("bulletin.toml", validate, fits);
    m.rests([](const Bulletin::State& state) { return state.stage == Stage::published; });
    m.scope(scope_of);
    m.row<BulletinRow>(row_of, facets_of,
                       [](const Bulletin::State& state) { return state.stage != Stage::published; });
    return std::move(m).finish();
}

}  // namespace anlan::bulletin
