// The look module's table: its commands, and the daily review. A look by itself is read by those who review.
#include "codec/json.hpp"
#include "domain/look/look.hpp"
#include "domain/look/review.hpp"
#include "kernel/module_of.hpp"

namespace anlan::look {
namespace {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

constexpr Hours day_length{24};

class ReviewView : public kernel::View, public kernel::KeepsOnShelves, public kernel::Holder {
public:
    void use(const kernel::MakeShelf& make) override { review_.use(make); }
    void held(const kernel::CountHeld& count) const override { review_.held(count); }
    std::string_view name() const override { return "look_review"; }
    void apply(const kernel::Recorded& recorded) override { review_.apply(recorded); }

    std::vector<kernel::QuerySpec> queries() override {
        kernel::QuerySpec spec;
        spec.name = "look.daily_review";
        spec.permission = "look.review";
        spec.path = "/v1/looks/review";
        spec.parameters = {{"day", false, {"日期，如 2026-11-25，缺省为今天", "The day, 2026-11-25; today"}},
                           {"after", false, {"从此序号之后", "Rows behind this position"}}};
        spec.title = {"每日查阅审查：须人工过目的全部查阅",
                      "The daily review: all looks that deserve an eye"};
        spec.result_schema = codec::schema<ReviewAnswer>();
        spec.answer = [this](const kernel::QueryRequest& request) { return answer(request); };
        return {std::move(spec)};
    }

private:
    static Result<Instant, Refusal> begin_of_day(const kernel::QueryRequest& request) {
        const auto& offset = request.rules.civil_offset;
        const auto given = request.parameters.find("day");
        if (given == request.parameters.end())
            return std::chrono::floor<std::chrono::days>(request.now + offset) - offset;
        const auto at = instant_from_text(given->second + "T00:00:00Z");
        if (!at)
            return Unexpected{Refusal{"look.day_invalid", "A day is written 2026-11-25.", Because::invalid,
                                      Remedy::fix_input, "day"}};
        return *at - offset;
    }

    static Result<std::uint64_t, Refusal> behind(const kernel::QueryRequest& request) {
        const auto given = request.parameters.find("after");
        if (given == request.parameters.end()) return std::uint64_t{0};
        auto read = codec::read_json<std::uint64_t>(given->second, codec::Unknown::refuse);
        if (!read.ok())
            return Unexpected{Refusal{"look.position_invalid", "A position is a whole number.",
                                      Because::invalid, Remedy::fix_input, "after"}};
        return read.value();
    }

    Result<std::string, Refusal> answer(const kernel::QueryRequest& request) const {
        ANLAN_TRY(const auto from, begin_of_day(request));
        ANLAN_TRY(const auto after, behind(request));
        if (from < review_.kept_from() && from < request.now - looks_kept)
            return Unexpected{Refusal{"look.day_not_kept",
                                      "Reviews are made of the last 31 days; older looks are in the log.",
                                      Because::invalid, Remedy::fix_input, "day"}};
        return codec::to_json(review_.of({from, from + day_length, after}, request.rules.section<Rules>()));
    }

    Review review_;
};

}  // namespace

kernel::Module module() {
    auto m = kernel::describe<Look>({.name = "look",
                                     .prefix = "lok",
                                     .resource = "looks",
                                     .title = {"查阅记录", "Looks at personal data"},
                                     .read_permission = "look.review"});
    m.command<RecordLook>({kernel::Method::post, "/v1/looks", true, {"登记查阅", "Record a look"}});
    m.command<ReviewLook>(
        {kernel::Method::post, "/v1/looks/{look_id}/review", false, {"审查一次查阅", "Review a look"}});
    m.rules<Rules>("look.toml", validate);
    m.view<ReviewView>();
    m.rests([](const Look::State& state) { return state.last.has_value(); });  // a review may still come
    return std::move(m).finish();
}

}  // namespace anlan::look
