// A bulletin holds counts and ids of areas and units, and nothing of persons: whoever may read it may print
// it, without a look that is recorded. What stands in it are the figures after what was corrected so far, and
// what was objected to.
#include "api/bulletin_papers.hpp"

#include "api/printouts.hpp"
#include "base/check.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace anlan::api {
namespace {

// What is read of a bulletin's state.
struct Value {
    std::string code;
    std::int64_t numerator = 0;
    std::optional<std::int64_t> denominator;
};
BOOST_DESCRIBE_STRUCT(Value, (), (code, numerator, denominator))
struct Row {
    std::string kind;
    std::string unit_name;
    std::string unit;
    std::vector<Value> figures;
};
BOOST_DESCRIBE_STRUCT(Row, (), (kind, unit_name, unit, figures))
struct Burden {
    std::string department;
    std::int64_t errands = 0;
    std::int64_t minutes = 0;
};
BOOST_DESCRIBE_STRUCT(Burden, (), (department, errands, minutes))
struct Objected {
    int number = 0;
    std::string unit;
    std::string figure;
    std::string reason;
    std::optional<std::string> ruling;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(Objected, (), (number, unit, figure, reason, ruling, note))
struct Published {
    int edition = 0;
    Instant published_at{};
};
BOOST_DESCRIBE_STRUCT(Published, (), (edition, published_at))
struct Printed {
    std::string week;
    std::uint64_t counted_to = 0;
    Instant counted_until{};
    std::vector<Row> standing;
    std::vector<Burden> burden;
    std::vector<Objected> objections;
    std::vector<Published> editions;
};
BOOST_DESCRIBE_STRUCT(Printed, (), (week, counted_to, counted_until, standing, burden, objections, editions))

// What is read of the rulebook: how figures and departments are called.
struct Figure {
    std::string code;
    std::string zh;
    std::string en;
    std::string unit;
    std::string formula_zh;
    std::string formula_en;
};
BOOST_DESCRIBE_STRUCT(Figure, (), (code, zh, en, unit, formula_zh, formula_en))
struct Figures {
    std::vector<Figure> figures;
};
BOOST_DESCRIBE_STRUCT(Figures, (), (figures))
struct Department {
    std::string code;
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(Department, (), (code, zh, en))
struct Departments {
    std::vector<Department> departments;
};
BOOST_DESCRIBE_STRUCT(Departments, (), (departments))

template <class Section>
Section section_of(const Parts& parts, const char* name) {
    const auto found = parts.rulebook_sections.find(name);
    ANLAN_CHECK(found != parts.rulebook_sections.end(), "papers need the section");
    auto read = codec::read_json<Section>(found->second, codec::Unknown::ignore);
    ANLAN_CHECK(read.ok(), "our own section is read");
    return std::move(read).value();
}

const Value* value_of(const Row& row, const std::string& code) {
    const auto found = std::find_if(row.figures.begin(), row.figures.end(),
                                    [&](const Value& value) { return value.code == code; });
    return found == row.figures.end() ? nullptr : &*found;
}

// Those that some row has: a district without police posts has no column for theirs.
std::vector<Figure> figures_in(const Printed& of, std::vector<Figure> known) {
    std::erase_if(known, [&](const Figure& figure) {
        return std::none_of(of.standing.begin(), of.standing.end(),
                            [&](const Row& row) { return value_of(row, figure.code) != nullptr; });
    });
    return known;
}

// "98.6 %", "41"; a dash for a share of nothing, and nothing where the row has no such figure.
std::string text_of(const Value* value) {
    if (value == nullptr) return "";
    if (!value->denominator) return std::to_string(value->numerator);
    if (*value->denominator == 0) return "–";
    return fmt::format(
        "{:.1f} %", 100.0 * static_cast<double>(value->numerator) / static_cast<double>(*value->denominator));
}

ports::Cell cell_of(const Value* value) {
    if (value == nullptr) return {};
    if (!value->denominator) return value->numerator;
    if (*value->denominator == 0) return std::string{"–"};
    return ports::CellShare{static_cast<double>(value->numerator) / static_cast<double>(*value->denominator)};
}

std::string row_name(const Row& row, const Tongue& in) {
    if (row.kind == "unplaced") return in.say("未划入派出所", "placed with no station");
    return (row.kind == "police_post" ? in.say("警务站 ", "police post ") : "") + row.unit_name;
}

std::string unit_name(const Printed& of, const std::string& unit, const Tongue& in) {
    for (const Row& row : of.standing)
        if (row.unit == unit) return row_name(row, in);
    return unit;
}

std::string edition_of(const Printed& of, const Tongue& in) {
    if (of.editions.empty()) return in.say("草稿，尚未发布", "draft, not published");
    const auto number = std::to_string(of.editions.back().edition);
    return in.chinese ? "第 " + number + " 版" : "edition " + number;
}

std::string ruling_of(const Objected& one, const Tongue& in) {
    if (!one.ruling) return in.say("待答复", "not answered");
    const std::string word = *one.ruling == "kept" ? in.say("维持", "kept") : in.say("更正", "corrected");
    return one.note.empty() ? word : word + ": " + one.note;
}

// Few columns fit on a page: the figures go under one another in tables of so many.
constexpr std::size_t columns_max = 9;

void put_figures(ports::Paper& paper, const Printed& of, const std::vector<Figure>& figures,
                 const Tongue& in) {
    for (std::size_t from = 0; from < figures.size(); from += columns_max) {
        const auto to = std::min(from + columns_max, figures.size());
        ports::PaperTable table;
        table.head = {in.say("单位", "Unit")};
        for (std::size_t i = from; i < to; ++i) table.head.push_back(in.name(figures[i]));
        for (const Row& row : of.standing) {
            std::vector<std::string> cells{row_name(row, in)};
            for (std::size_t i = from; i < to; ++i) cells.push_back(text_of(value_of(row, figures[i].code)));
            table.rows.push_back(std::move(cells));
        }
        paper.parts.emplace_back(std::move(table));
    }
}

ports::Paper paper_of(const Parts& parts, const Tongue& in, const std::string& number, const Printed& of) {
    const auto figures = figures_in(of, section_of<Figures>(parts, "bulletin").figures);
    const auto departments = section_of<Departments>(parts, "task").departments;
    ports::Paper paper;
    paper.title = in.say("每周通报 ", "Weekly bulletin ") + of.week;
    paper.subtitle = edition_of(of, in);
    paper.foot = number + " · " + in.say("统计至日志第 ", "counted to record ") +
                 std::to_string(of.counted_to) + in.say(" 条", "");
    paper.language = in.language();
    paper.landscape = true;
    paper.made_at = of.editions.empty() ? of.counted_until : of.editions.back().published_at;
    put_figures(paper, of, figures, in);
    if (!of.burden.empty()) {
        ports::PaperTable table{
            {in.say("部门", "Department"), in.say("任务次数", "Errands"), in.say("分钟", "Minutes")}, {}};
        for (const Burden& one : of.burden)
            table.rows.push_back({in.name_in(departments, one.department), std::to_string(one.errands),
                                  std::to_string(one.minutes)});
        paper.parts.emplace_back(ports::PaperHeading{in.say("各部门占用警力时间", "What departments took")});
        paper.parts.emplace_back(std::move(table));
    }
    if (!of.objections.empty()) {
        ports::PaperTable table{{in.say("项", "No."), in.say("单位", "Unit"), in.say("指标", "Figure"),
                                 in.say("异议", "Objection"), in.say("答复", "Answer")},
                                {},
                                {1, 3, 3, 6, 6}};
        for (const Objected& one : of.objections)
            table.rows.push_back({std::to_string(one.number), unit_name(of, one.unit, in),
                                  in.name_in(figures, one.figure), one.reason, ruling_of(one, in)});
        paper.parts.emplace_back(ports::PaperHeading{in.say("异议与答复", "Objections and answers")});
        paper.parts.emplace_back(std::move(table));
    }
    ports::PaperPairs formulas;
    for (const Figure& one : figures)
        formulas.pairs.emplace_back(in.name(one), in.chinese ? one.formula_zh : one.formula_en);
    paper.parts.emplace_back(ports::PaperHeading{in.say("计算公式", "Formulas")});
    paper.parts.emplace_back(std::move(formulas));
    return paper;
}

ports::Workbook workbook_of(const Parts& parts, const Tongue& in, const std::string& number,
                            const Printed& of) {
    const auto figures = figures_in(of, section_of<Figures>(parts, "bulletin").figures);
    const auto departments = section_of<Departments>(parts, "task").departments;
    ports::Workbook workbook;
    workbook.title = in.say("每周通报 ", "Weekly bulletin ") + of.week;
    workbook.made_at = of.editions.empty() ? of.counted_until : of.editions.back().published_at;
    ports::Sheet sheet;
    sheet.name = in.say("各单位", "Units");
    sheet.title = workbook.title + " · " + edition_of(of, in);
    sheet.head = {in.say("单位", "Unit")};
    for (const Figure& one : figures) {
        sheet.head.push_back(in.name(one));
        if (one.unit != "share") continue;
        sheet.head.push_back(in.name(one) + in.say("·分子", ", counted"));
        sheet.head.push_back(in.name(one) + in.say("·分母", ", of"));
    }
    for (const Row& row : of.standing) {
        std::vector<ports::Cell> cells{row_name(row, in)};
        for (const Figure& one : figures) {
            const Value* value = value_of(row, one.code);
            cells.push_back(cell_of(value));
            if (one.unit != "share") continue;
            cells.push_back(value == nullptr ? ports::Cell{} : ports::Cell{value->numerator});
            cells.push_back(value == nullptr ? ports::Cell{} : ports::Cell{value->denominator.value_or(0)});
        }
        sheet.rows.push_back(std::move(cells));
    }
    for (const Figure& one : figures)
        sheet.notes.push_back(in.name(one) + " = " + (in.chinese ? one.formula_zh : one.formula_en));
    sheet.notes.push_back(number + " · " + std::to_string(of.counted_to));
    ports::Sheet burden;
    burden.name = in.say("部门占用", "Departments");
    burden.head = {in.say("部门", "Department"), in.say("任务次数", "Errands"), in.say("分钟", "Minutes")};
    for (const Burden& one : of.burden)
        burden.rows.push_back({in.name_in(departments, one.department), one.errands, one.minutes});
    workbook.sheets = {std::move(sheet), std::move(burden)};
    return workbook;
}

// `make` is asked of bulletins that have figures.
template <class Make>
void add_document(Router& router, const Parts& parts, IdMaker& ids, const kernel::Module& module,
                  Printout printout, Make make) {
    printout.download = true;
    printout.nothing_yet = {
        404, "bulletin.not_drafted", "there are no figures yet", kernel::Remedy::fix_input, {}, {}, {}};
    printout.make =
        printing<Printed>([make](const Tongue& in, const std::string& id, const Printed& of) -> Document {
            if (of.standing.empty()) return std::nullopt;
            ANLAN_TRY(auto bytes, make(in, id, of));
            return bytes;
        });
    add_printout(router, parts, ids, module, std::move(printout));
}

}  // namespace

void add_bulletin_papers(Router& router, const Parts& parts, IdMaker& ids) {
    if (parts.papers == nullptr) return;
    for (const kernel::Module& module : parts.modules) {
        if (module.name != "bulletin") continue;
        add_document(router, parts, ids, module,
                     pdf("paper", "bulletin.paper", {"打印通报", "The bulletin as PDF"}),
                     [&parts](const Tongue& in, const std::string& id, const Printed& of) {
                         return parts.papers->pdf(paper_of(parts, in, id, of));
                     });
        add_document(router, parts, ids, module,
                     xlsx("workbook", "bulletin.workbook", {"下载通报表格", "The bulletin as a workbook"}),
                     [&parts](const Tongue& in, const std::string& id, const Printed& of) {
                         return parts.papers->xlsx(workbook_of(parts, in, id, of));
                     });
    }
}

}  // namespace anlan::api
