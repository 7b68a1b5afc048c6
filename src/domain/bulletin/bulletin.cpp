#include "domain/bulletin/bulletin.hpp"

#include <algorithm>

namespace anlan::bulletin {
namespace {

using State = Bulletin::State;

struct Fold {
    State& state;

    void operator()(const BulletinOpened& e) const {
        state.stage = Stage::opened;
        state.week = e.week;
        state.where = e.where;
        state.begins = e.begins;
        state.ends = e.ends;
        state.counted_until = e.counted_until;
        state.objectors = e.objectors;
        owe(e.obligations);
    }
    void operator()(const BulletinDrafted& e) const {
        state.stage = Stage::drafted;
        state.counted_to = e.counted_to;
        state.rows = e.rows;
        state.burden = e.burden;
        state.drafted_at = e.drafted_at;
        kernel::meet(state.open, "draft");
        owe(e.obligations);
    }
    void operator()(const DraftReleased& e) const {
        state.stage = Stage::released;
        kernel::meet(state.open, "review");
        owe(e.obligations);
        if (const auto* until = kernel::find(state.open, "object_until")) state.object_until = until->due_by;
    }
    void operator()(const ObjectionMade& e) const {
        Objection objection;
        objection.number = e.number;
        objection.unit = e.unit;
        objection.figure = e.figure;
        objection.reason = e.reason;
        objection.objected_at_post = e.objected_at_post;
        objection.objected_by = e.objected_by;
        objection.objected_at = e.objected_at;
        state.objections.push_back(std::move(objection));
        owe(e.obligations);
    }
    void operator()(const ObjectionAnswered& e) const {
        for (Objection& objection : state.objections) {
            if (objection.number != e.number) continue;
            objection.ruling = e.ruling;
            objection.value = e.value;
            objection.note = e.note;
            objection.answered_at = e.answered_at;
        }
        kernel::meet(state.open, "answer_objection", std::to_string(e.number));
        owe(e.obligations);
    }
    void operator()(const ObjectionsClosed& e) const {
        state.stage = Stage::closed;
        kernel::meet(state.open, "object_until");
        owe(e.obligations);
    }
    void operator()(const BulletinPublished& e) const {
        state.stage = Stage::published;
        kernel::meet(state.open, "publish");
        state.editions.push_back({e.edition, e.published_at, e.published_by, {}});
    }
    void operator()(const EditionPublished& e) const {
        state.editions.push_back({e.edition, e.published_at, e.published_by, e.corrections});
    }
    template <class Deadline>
        requires std::constructible_from<kernel::DeadlineEvent, Deadline>
    void operator()(const Deadline& e) const {
        kernel::evolve_deadline(state.open, state.missed, e);
    }

private:
    void owe(const std::vector<kernel::Obligation>& obligations) const {
        for (const auto& obligation : obligations) kernel::arise(state.open, obligation);
    }
};

}  // namespace

Bulletin::State Bulletin::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    if (std::holds_alternative<BulletinDrafted>(event) || std::holds_alternative<ObjectionAnswered>(event) ||
        std::holds_alternative<EditionPublished>(event)) {
        state.standing = state.rows;
        for (UnitFigures& row : state.standing)
            for (FigureValue& value : row.figures)
                if (const auto now = standing(state, row.unit, value.code)) value = *now;
    }
    return state;
}

const std::vector<kernel::Obligation>& Bulletin::obligations(const State& state) { return state.open; }

const UnitFigures* find_row(const State& state, std::string_view unit) {
    const auto found = std::find_if(state.rows.begin(), state.rows.end(),
                                    [&](const UnitFigures& row) { return row.unit == unit; });
    return found == state.rows.end() ? nullptr : &*found;
}

// What was said of this very figure.
std::optional<FigureValue> own_standing(const State& state, std::string_view unit, std::string_view figure) {
    const UnitFigures* row = find_row(state, unit);
    if (row == nullptr) return std::nullopt;
    const auto drafted = std::find_if(row->figures.begin(), row->figures.end(),
                                      [&](const FigureValue& value) { return value.code == figure; });
    if (drafted == row->figures.end()) return std::nullopt;
    FigureValue value = *drafted;
    for (const Objection& objection : state.objections)
        if (objection.unit == unit && objection.figure == figure && objection.value) value = *objection.value;
    for (const Edition& edition : state.editions)
        for (const Correction& correction : edition.corrections)
            if (correction.unit == unit && correction.value.code == figure) value = correction.value;
    return value;
}

const FigureValue* drafted_value(const UnitFigures& row, std::string_view figure) {
    const auto found = std::find_if(row.figures.begin(), row.figures.end(),
                                    [&](const FigureValue& value) { return value.code == figure; });
    return found == row.figures.end() ? nullptr : &*found;
}

std::optional<FigureValue> standing(const State& state, std::string_view unit, std::string_view figure) {
    auto value = own_standing(state, unit, figure);
    const UnitFigures* whole = find_row(state, unit);
    if (!value || whole->kind != RowKind::district || *value != *drafted_value(*whole, figure)) return value;
    for (const UnitFigures& row : state.rows) {
        const FigureValue* was = drafted_value(row, figure);
        if (was == nullptr || (row.kind != RowKind::station && row.kind != RowKind::unplaced)) continue;
        const auto is = own_standing(state, row.unit, figure);
        value->numerator += is->numerator - was->numerator;
        if (value->denominator)
            value->denominator =
                *value->denominator + is->denominator.value_or(0) - was->denominator.value_or(0);
    }
    return value;
}

int unanswered(const State& state) {
    return static_cast<int>(std::count_if(state.objections.begin(), state.objections.end(),
                                          [](const Objection& one) { return !one.ruling; }));
}

// The stations read it and object from their own posts, although it is the district's.
kernel::Scope scope_of(const State& state) {
    kernel::Scope scope{state.where, {}};
    for (const PostId& post : state.objectors)
        scope.shared_with.push_back({post, kernel::Extent::all, kernel::Standing::holder});
    return scope;
}

}  // namespace anlan::bulletin
