#include "adapters/papers/pdf_paper.hpp"

#include "adapters/papers/page.hpp"
#include "adapters/papers/refused_paper.hpp"
#include "adapters/papers/table_layout.hpp"
#include "base/overloaded.hpp"

#include <algorithm>
#include <numeric>

namespace anlan::adapters {
namespace {

using ports::Fault;

constexpr Lettering title_lettering{17, true, 0};
constexpr Lettering subtitle_lettering{10, false, 0.35};
constexpr Lettering heading_lettering{12.5, true, 0};
constexpr Lettering text_lettering{10, false, 0};
constexpr Lettering cell_lettering{9, false, 0};
constexpr Lettering head_lettering{9, true, 0};
constexpr Lettering label_lettering{9, false, 0.35};
constexpr double padding = 4;
constexpr std::size_t rows_measured = 200;  // of a table, to find its columns' widths

// Digits, with what stands in and around them: such a column is set to the right.
bool is_figure(std::string_view text) {
    if (text == "–" || text == "-" || text.empty()) return true;
    const auto stripped = text.find_first_not_of("0123456789.,:%+- ");
    return stripped == std::string_view::npos && text.find_first_of("0123456789") != std::string_view::npos;
}

class Typesetter {
public:
    explicit Typesetter(Pages& pages) : pages_(pages) {}

    void title(const ports::Paper& paper) {
        pages_.flow(pages_.block(paper.title, title_lettering, pages_.width()), title_lettering);
        if (!paper.subtitle.empty())
            pages_.flow(pages_.block(paper.subtitle, subtitle_lettering, pages_.width()), subtitle_lettering);
        pages_.skip(6);
        pages_.rule(pages_.left(), pages_.y(), pages_.width(), 0.2);
        pages_.skip(8);
    }

    void operator()(const ports::PaperHeading& heading) {
        const auto block = pages_.block(heading.text, heading_lettering, pages_.width());
        if (!pages_.need(block.height() + 60)) pages_.skip(8);  // not alone at the foot of a page
        pages_.flow(block, heading_lettering);
        pages_.skip(4);
    }

    void operator()(const ports::PaperText& text) {
        pages_.flow(pages_.block(text.text, text_lettering, pages_.width()), text_lettering);
        pages_.skip(6);
    }

    void operator()(const ports::PaperPairs& pairs) {
        double label = 0;
        for (const auto& [name, _] : pairs.pairs)
            label = std::max(label, pages_.natural_width(name, label_lettering) + 2 * padding);
        label = std::min(label, pages_.width() * 0.35);
        for (const auto& [name, value] : pairs.pairs) {
            const auto left = pages_.block(name, label_lettering, label - padding);
            const auto right = pages_.block(value, text_lettering, pages_.width() - label);
            row(std::max(left.height(), right.height()), [&](double y) {
                pages_.put(left, label_lettering, pages_.left(), y + 1);
                pages_.put(right, text_lettering, pages_.left() + label, y);
            });
            pages_.skip(2);
        }
        pages_.skip(6);
    }

    void operator()(const ports::PaperTable& table) {
        const auto columns = columns_of(table);
        head_of(table, columns);
        for (const auto& cells : table.rows) {
            const auto blocks = blocks_of(cells, cell_lettering, columns.widths);
            const double height = height_of(blocks) + 2 * padding;
            if (pages_.need(height)) head_of(table, columns);
            row(height, [&](double y) { put_cells(blocks, cell_lettering, columns, y + padding); });
            pages_.rule(pages_.left(), pages_.y(), pages_.width(), 0.75);
        }
        pages_.skip(10);
    }

    void operator()(const ports::PaperSignatures& lines) {
        const double line = pages_.width() * 0.44;
        for (std::size_t i = 0; i < lines.who.size(); i += 2) {
            std::vector<Block> blocks;
            for (std::size_t k = i; k < std::min(i + 2, lines.who.size()); ++k)
                blocks.push_back(pages_.block(lines.who[k], label_lettering, line));
            row(42 + height_of(blocks), [&](double y) {
                for (std::size_t k = 0; k < blocks.size(); ++k) {
                    const double x = pages_.left() + (k == 0 ? 0 : pages_.width() - line);
                    pages_.rule(x, y + 38, line, 0);
                    pages_.put(blocks[k], label_lettering, x, y + 41);
                }
            });
        }
        pages_.skip(8);
    }

    bool too_tall() const { return too_tall_; }

private:
    struct Columns {
        std::vector<double> widths;
        std::vector<bool> figures;  // set to the right
    };

    // What stays together on one page.
    template <class Draw>
    void row(double height, Draw draw) {
        if (height > pages_.room()) too_tall_ = true;
        pages_.need(height);
        draw(pages_.y());
        pages_.skip(height);
    }

    Columns columns_of(const ports::PaperTable& table) {
        Columns columns;
        std::vector<double> natural;
        const std::size_t measured = std::min(table.rows.size(), rows_measured);
        for (std::size_t column = 0; column < table.head.size(); ++column) {
            double width = pages_.natural_width(table.head[column], head_lettering);
            bool figures = !table.rows.empty();
            for (std::size_t i = 0; i < measured; ++i) {
                const auto& text = table.rows[i][column];
                width = std::max(width, pages_.natural_width(text, cell_lettering));
                figures = figures && is_figure(text);
            }
            natural.push_back(width + 2 * padding);
            columns.figures.push_back(figures);
        }
        columns.widths = column_widths(natural, table.shares, pages_.width());
        return columns;
    }

    std::vector<Block> blocks_of(const std::vector<std::string>& cells, const Lettering& lettering,
                                 const std::vector<double>& widths) {
        std::vector<Block> blocks;
        for (std::size_t i = 0; i < cells.size(); ++i)
            blocks.push_back(pages_.block(cells[i], lettering, std::max(widths[i] - 2 * padding, 1.0)));
        return blocks;
    }

    static double height_of(const std::vector<Block>& blocks) {
        return std::accumulate(blocks.begin(), blocks.end(), 0.0, [](double most, const Block& block) {
            return std::max(most, block.height());
        });
    }

    void head_of(const ports::PaperTable& table, const Columns& columns) {
        const auto blocks = blocks_of(table.head, head_lettering, columns.widths);
        const double height = height_of(blocks) + 2 * padding;
        pages_.need(height + 30);  // with a row under it
        row(height, [&](double y) {
            pages_.fill(pages_.left(), y, pages_.width(), height, 0.93);
            put_cells(blocks, head_lettering, columns, y + padding);
        });
    }

    void put_cells(const std::vector<Block>& blocks, const Lettering& lettering, const Columns& columns,
                   double y) {
        double x = pages_.left();
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const double width = columns.widths[i];
            const double indent = columns.figures[i] ? width - padding - blocks[i].width() : padding;
            pages_.put(blocks[i], lettering, x + indent, y);
            x += width;
        }
    }

    Pages& pages_;
    bool too_tall_ = false;
};

struct Drawn {
    std::string file;
    int pages = 0;
};

Result<Drawn, Fault> draw(const ports::Paper& paper, int pages_in_all) {
    Drawn drawn;
    Pages pages{{paper.title, paper.foot, paper.language, paper.made_at, paper.landscape, pages_in_all},
                drawn.file};
    Typesetter typesetter{pages};
    typesetter.title(paper);
    for (const auto& part : paper.parts) std::visit(typesetter, part);
    if (typesetter.too_tall()) return Unexpected{paper_too_long("a cell fills more than a page")};
    drawn.pages = pages.count();
    if (!pages.finish())
        return Unexpected{Fault{ports::Then::retry_call, "papers.io", "the paper was not drawn"}};
    // A box for a character is worse than no paper: nobody sees what should stand there.
    if (pages.font_is_missing())
        return Unexpected{Fault{ports::Then::stop, "papers.no_font",
                                "no font of this machine has a character of it (install fonts-noto-cjk)"}};
    return drawn;
}

}  // namespace

Result<std::string, Fault> draw_pdf(const ports::Paper& paper) {
    ANLAN_TRY(const auto counted, draw(paper, 0));
    ANLAN_TRY(auto drawn, draw(paper, counted.pages));
    return std::move(drawn.file);
}

}  // namespace anlan::adapters
