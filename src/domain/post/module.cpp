#include "domain/post/row.hpp"
#include "domain/post/rules.hpp"
#include "kernel/module_of.hpp"
#include "kernel/roles_fit.hpp"

namespace anlan::post {

using kernel::Method;

kernel::Module module() {
    auto m = kernel::describe<Post>(
        {.name = "post", .prefix = "pst", .resource = "posts", .title = {"岗位", "Posts"}});
    // The id is a function of role and area (docs/design/streams.md), so the caller names it.
    m.command<CreatePost>({Method::put, "/v1/posts/{post_id}", true, {"设立岗位", "Create a post"}});
    m.command<PlanShift>({Method::post, "/v1/posts/{post_id}/shift", false, {"排班", "Plan a shift"}});
    m.command<CancelShift>(
        {Method::post, "/v1/posts/{post_id}/shift_cancellation", false, {"取消排班", "Cancel a shift"}});
    m.command<BeginDuty>({Method::post, "/v1/posts/{post_id}/duty", false, {"上岗", "Take the post"}});
    m.command<EndDuty>({Method::post, "/v1/posts/{post_id}/duty_end", false, {"下岗", "Leave the post"}});
    m.command<DelegateDuty>(
        {Method::post, "/v1/posts/{post_id}/delegation", false, {"委托代岗", "Let another stand in"}});
    m.command<EndDelegation>(
        {Method::post, "/v1/posts/{post_id}/delegation_end", false, {"结束代岗", "End standing in"}});
    m.rules<Rules>("duty.toml", validate, kernel::roles_fit<Rules>);
    m.scope([](const Post::State& state) { return kernel::Scope{state.where, {}}; });
    m.brief<Brief>([](const Post::State& state) {
        Brief brief{state.role, state.where};
        for (const OnDuty& duty : state.on_duty) brief.on_duty.push_back({duty.account_id, duty.since});
        return brief;
    });
    m.row<PostRow>(row_of, facets_of, [](const Post::State&) { return true; });
    return std::move(m).finish();
}

}  // namespace anlan::post
