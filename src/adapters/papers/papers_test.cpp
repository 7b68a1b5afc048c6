// Papers and workbooks as whoever opens them finds them: the pages, the letters, the cells; and what is
// refused.
#include "adapters/papers/document_papers.hpp"
#include "adapters/papers/table_layout.hpp"

#include <zlib.h>

#include <numeric>
#include <thread>

namespace anlan::adapters {
namespace {

using ports::Paper;
using ports::PaperTable;
using ports::Sheet;
using ports::Workbook;

Instant monday() { return *instant_from_text("2026-03-09T00:30:00Z"); }

Paper notice() {
    Paper paper;
    paper.title = "矛盾纠纷联合化解函";
    paper.subtitle = "第 3 号 · 2026年3月9日";
    paper.foot = "江汉分局基础管控中心";
    paper.language = "zh-CN";
    paper.made_at = monday();
    paper.parts = {ports::PaperHeading{"事由"}, ports::PaperText{"花楼街 12 号楼上下邻里因漏水多次争执。"},
                   ports::PaperPairs{{{"办结时限", "3月12日 18:00"}, {"牵头单位", "花楼水塔街道"}}},
                   PaperTable{{"承诺", "责任方", "期限"}, {{"修好水管", "物业", "3月11日"}}},
                   ports::PaperSignatures{{"派出所", "街道"}}};
    return paper;
}

Paper with_rows(std::size_t rows) {
    Paper paper = notice();
    PaperTable table{{"单位", "签收率"}, {}};
    for (std::size_t i = 0; i < rows; ++i) table.rows.push_back({"派出所 " + std::to_string(i), "98.6 %"});
    paper.parts = {std::move(table)};
    return paper;
}

Workbook figures() {
    Workbook workbook;
    workbook.title = "每周通报";
    workbook.made_at = monday();
    workbook.sheets = {Sheet{"各单位",
                             "第 10 周",
                             {"单位", "警情", "签收率", "平均", "截止", "说明"},
                             {{std::string{"花楼派出所"}, std::int64_t{41}, ports::CellShare{0.986}, 2.5,
                               ports::CellInstant{monday()}, std::string{"=HYPERLINK(\"http://x\")"}},
                              {std::string{"水塔派出所"}, std::int64_t{0}, std::monostate{}, std::monostate{},
                               std::monostate{}, std::string{}}},
                             {"签收率 = 按时签收 ÷ 全部"}}};
    return workbook;
}

DocumentPapers& papers() {
    static DocumentPapers one{Minutes{480}};
    return one;
}

std::string pdf(const Paper& paper) {
    auto made = papers().pdf(paper);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? std::move(made).value() : std::string{};
}

std::string xlsx(const Workbook& workbook) {
    auto made = papers().xlsx(workbook);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? std::move(made).value() : std::string{};
}

int pages_in(const std::string& file) {
    const auto at = file.find("/Count ");
    return at == std::string::npos ? -1 : std::atoi(file.c_str() + at + 7);
}

std::uint32_t number_at(const std::string& bytes, std::size_t at, std::size_t size) {
    std::uint32_t number = 0;
    for (std::size_t i = size; i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

// One file of a ZIP archive (PKWARE APPNOTE 4.3.7), by its central directory. Empty: there is none.
std::string unzipped(const std::string& archive, const std::string& name) {
    for (std::size_t at = archive.find("PK\x01\x02"); at != std::string::npos;
         at = archive.find("PK\x01\x02", at + 4)) {
        if (archive.substr(at + 46, number_at(archive, at + 28, 2)) != name) continue;
        const std::size_t local = number_at(archive, at + 42, 4);
        const std::size_t from =
            local + 30 + number_at(archive, local + 26, 2) + number_at(archive, local + 28, 2);
        std::string text(number_at(archive, at + 24, 4), '\0');
        z_stream stream{};
        EXPECT_EQ(inflateInit2(&stream, -MAX_WBITS), Z_OK);
        auto packed = archive.substr(from, number_at(archive, at + 20, 4));
        stream.next_in = reinterpret_cast<Bytef*>(packed.data());
        stream.avail_in = static_cast<uInt>(packed.size());
        stream.next_out = reinterpret_cast<Bytef*>(text.data());
        stream.avail_out = static_cast<uInt>(text.size());
        EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
        inflateEnd(&stream);
        return text;
    }
    return {};
}

TEST(Papers, a_notice_is_one_page_with_its_font_in_it) {
    const auto file = pdf(notice());
    EXPECT_EQ(file.substr(0, 5), "%PDF-");
    EXPECT_EQ(pages_in(file), 1);
    EXPECT_NE(file.find("/FontFile"), std::string::npos) << "whoever opens it may have no such font";
    EXPECT_NE(file.find("/CreationDate (20260309003000Z"), std::string::npos);
}

TEST(Papers, the_same_paper_gives_the_same_bytes) {
    EXPECT_EQ(pdf(notice()), pdf(notice()));
    EXPECT_EQ(xlsx(figures()), xlsx(figures()));
    auto other = notice();
    other.title += "（更正）";
    EXPECT_NE(pdf(other), pdf(notice()));
}

TEST(Papers, a_long_table_runs_over_pages) {
    EXPECT_EQ(pages_in(pdf(with_rows(10))), 1);
    EXPECT_GE(pages_in(pdf(with_rows(400))), 10);
    auto text = notice();
    text.parts = {ports::PaperText{std::string(20'000, 'x')}};
    EXPECT_GE(pages_in(pdf(text)), 3);
}

TEST(Papers, an_empty_table_has_its_head) { EXPECT_EQ(pages_in(pdf(with_rows(0))), 1); }

TEST(Papers, many_are_made_at_once) {
    const auto alone = pdf(with_rows(50));
    std::vector<std::string> made(4);
    std::vector<std::thread> threads;
    for (auto& file : made) threads.emplace_back([&file] { file = pdf(with_rows(50)); });
    for (auto& thread : threads) thread.join();
    for (const auto& file : made) EXPECT_EQ(file, alone);
}

struct RefusedPaper {
    std::string what;
    std::string code;
    ports::PaperPart part;
};

TEST(Papers, what_cannot_be_a_paper_is_refused) {
    const std::vector<RefusedPaper> all = {
        {"no UTF-8", "papers.unreadable", ports::PaperText{"\xff\xfe"}},
        {"a NUL", "papers.unreadable", ports::PaperHeading{std::string("a\0b", 3)}},
        {"a row too short", "papers.unreadable", PaperTable{{"a", "b"}, {{"1"}}}},
        {"no column", "papers.unreadable", PaperTable{{}, {}}},
        {"shares of other columns", "papers.unreadable", PaperTable{{"a", "b"}, {}, {1}}},
        {"a column of no width", "papers.unreadable", PaperTable{{"a", "b"}, {}, {1, 0}}},
        {"a cell beyond a page", "papers.too_long",
         PaperTable{{"a", "b"},
                    {{"x",
                      [] {
                          std::string lines;
                          for (int i = 0; i < 100; ++i) lines += "一行\n";
                          return lines;
                      }()}}}},
        {"rows beyond all bounds", "papers.too_long",
         PaperTable{{"a"}, std::vector<std::vector<std::string>>(ports::paper_rows_max + 1, {"x"})}},
        {"no font has it", "papers.no_font", ports::PaperText{"\xEF\xA3\xBF"}},  // U+F8FF, private use
    };
    for (const auto& [what, code, part] : all) {
        auto paper = notice();
        paper.parts.push_back(part);
        const auto made = papers().pdf(paper);
        ASSERT_FALSE(made.ok()) << what;
        EXPECT_EQ(made.error().code, code) << what << ": " << made.error().message;
    }
}

TEST(Papers, a_workbook_holds_what_was_put_into_it) {
    const auto file = xlsx(figures());
    const auto sheet = unzipped(file, "xl/worksheets/sheet1.xml");
    const auto texts = unzipped(file, "xl/sharedStrings.xml");
    EXPECT_NE(texts.find("花楼派出所"), std::string::npos);
    EXPECT_NE(texts.find("签收率 = 按时签收 ÷ 全部"), std::string::npos);
    EXPECT_NE(sheet.find("<v>41</v>"), std::string::npos);
    EXPECT_NE(sheet.find("<v>0.986"), std::string::npos);
    // 2026-03-09 08:30 in Wuhan: day 46,090 since 1899-12-30, 510 minutes of 1,440.
    EXPECT_NE(sheet.find("<v>46090.354166"), std::string::npos) << sheet;
    EXPECT_NE(sheet.find("<pane "), std::string::npos) << "the head stays in view";
    EXPECT_NE(sheet.find("<autoFilter "), std::string::npos);
}

TEST(Papers, a_text_of_a_workbook_is_never_a_formula) {
    const auto sheet = unzipped(xlsx(figures()), "xl/worksheets/sheet1.xml");
    EXPECT_EQ(sheet.find("<f>"), std::string::npos);
    EXPECT_EQ(sheet.find("<hyperlink"), std::string::npos);
}

TEST(Papers, what_cannot_be_a_workbook_is_refused) {
    const auto refusal = [](auto change) {
        auto workbook = figures();
        change(workbook);
        const auto made = papers().xlsx(workbook);
        return made.ok() ? std::string{"made"} : made.error().code;
    };
    EXPECT_EQ(refusal([](Workbook&) {}), "made");
    EXPECT_EQ(refusal([](Workbook& book) { book.sheets.clear(); }), "papers.unreadable");
    for (const auto* name :
         {"", "a/b", "[x]", "'a", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二"})
        EXPECT_EQ(refusal([&](Workbook& book) { book.sheets[0].name = name; }), "papers.unreadable") << name;
    EXPECT_EQ(refusal([](Workbook& book) { book.sheets.push_back(book.sheets[0]); }), "papers.unreadable");
    EXPECT_EQ(refusal([](Workbook& book) { book.sheets[0].rows[0].pop_back(); }), "papers.unreadable");
    EXPECT_EQ(refusal([](Workbook& book) { book.sheets[0].rows[0][0] = std::string(32'001, 'x'); }),
              "papers.too_long");
}

TEST(TableLayout, the_widths_add_up_to_the_room) {
    const std::vector<double> natural{10, 300, 40, 500, 5};
    for (const double room : {20.0, 100.0, 491.0, 855.0, 2000.0}) {
        const auto widths = column_widths(natural, {}, room);
        EXPECT_NEAR(std::accumulate(widths.begin(), widths.end(), 0.0), room, 1e-6) << room;
        for (const double width : widths) EXPECT_GT(width, 0);
    }
}

TEST(TableLayout, a_narrow_column_keeps_what_it_needs_while_wide_ones_give_way) {
    const auto widths = column_widths(std::vector<double>{30, 400, 400}, {}, 430);
    EXPECT_DOUBLE_EQ(widths[0], 30);
    EXPECT_DOUBLE_EQ(widths[1], 200);
    EXPECT_DOUBLE_EQ(widths[2], 200);
}

TEST(TableLayout, shares_are_of_the_whole_width) {
    EXPECT_EQ(column_widths(std::vector<double>{1, 1}, std::vector<int>{1, 3}, 400),
              (std::vector<double>{100, 300}));
}

}  // namespace
}  // namespace anlan::adapters
