#include "adapters/papers/page.hpp"

#include <cairo-pdf.h>

#include <utility>

namespace anlan::adapters {
namespace {

constexpr double a4_short = 595.276;
constexpr double a4_long = 841.890;

cairo_status_t append(void* file, const unsigned char* bytes, unsigned count) {
    static_cast<std::string*>(file)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

double points(int units) { return static_cast<double>(units) / PANGO_SCALE; }

}  // namespace

double Block::width() const {
    int width = 0;
    pango_layout_get_size(layout_.get(), &width, nullptr);
    return points(width);
}

double Block::height() const {
    int height = 0;
    pango_layout_get_size(layout_.get(), nullptr, &height);
    return points(height);
}

Pages::Pages(PageSettings settings, std::string& file)
    : settings_(std::move(settings)),
      page_width_(settings_.landscape ? a4_long : a4_short),
      page_height_(settings_.landscape ? a4_short : a4_long),
      fonts_(pango_cairo_font_map_new()),
      context_(pango_font_map_create_context(fonts_.get())),
      surface_(cairo_pdf_surface_create_for_stream(append, &file, page_width_, page_height_)),
      drawing_(cairo_create(surface_.get())) {
    pango_cairo_context_set_resolution(context_.get(), 72);  // a point is a unit of the page
    // Which shape a Han character has follows from the language.
    pango_context_set_language(context_.get(), pango_language_from_string(settings_.language.c_str()));
    const auto made_at = to_text(std::chrono::floor<Seconds>(settings_.made_at));
    auto* pdf = surface_.get();
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, settings_.title.c_str());
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATOR, "Anlan");
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE,
                                   (made_at.substr(0, made_at.find('.')) + "Z").c_str());
    begin_page();
}

Block Pages::block(std::string_view text, const Lettering& lettering, double width) {
    Owned<PangoLayout> layout{pango_layout_new(context_.get())};
    Owned<PangoFontDescription> font{pango_font_description_new()};
    pango_font_description_set_family(font.get(), "Noto Sans CJK SC, sans-serif");
    pango_font_description_set_weight(font.get(), lettering.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font.get(), lettering.size * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout.get(), width > 0 ? static_cast<int>(width * PANGO_SCALE) : -1);
    if (pango_layout_get_unknown_glyphs_count(layout.get()) > 0) unknown_glyphs_ = true;
    return Block{std::move(layout)};
}

double Pages::natural_width(std::string_view text, const Lettering& lettering) {
    return block(text, lettering, 0).width();
}

bool Pages::need(double height) {
    if (y_ + height <= bottom()) return false;
    end_page();
    begin_page();
    return true;
}

void Pages::flow(const Block& block, const Lettering& lettering) {
    Owned<PangoLayoutIter> lines{pango_layout_get_iter(block.layout())};
    do {
        int from = 0;
        int to = 0;
        pango_layout_iter_get_line_yrange(lines.get(), &from, &to);
        const double height = points(to - from);
        need(height);
        const double baseline = points(pango_layout_iter_get_baseline(lines.get()) - from);
        cairo_set_source_rgb(drawing_.get(), lettering.grey, lettering.grey, lettering.grey);
        cairo_move_to(drawing_.get(), left(), y_ + baseline);
        pango_cairo_show_layout_line(drawing_.get(), pango_layout_iter_get_line_readonly(lines.get()));
        y_ += height;
    } while (pango_layout_iter_next_line(lines.get()));
}

void Pages::put(const Block& block, const Lettering& lettering, double x, double y) {
    cairo_set_source_rgb(drawing_.get(), lettering.grey, lettering.grey, lettering.grey);
    cairo_move_to(drawing_.get(), x, y);
    pango_cairo_show_layout(drawing_.get(), block.layout());
}

void Pages::fill(double x, double y, double width, double height, double grey) {
    cairo_set_source_rgb(drawing_.get(), grey, grey, grey);
    cairo_rectangle(drawing_.get(), x, y, width, height);
    cairo_fill(drawing_.get());
}

void Pages::rule(double x, double y, double width, double grey) {
    cairo_set_source_rgb(drawing_.get(), grey, grey, grey);
    cairo_set_line_width(drawing_.get(), 0.5);
    cairo_move_to(drawing_.get(), x, y);
    cairo_line_to(drawing_.get(), x + width, y);
    cairo_stroke(drawing_.get());
}

void Pages::begin_page() {
    ++count_;
    y_ = top();
}

void Pages::end_page() {
    const Lettering small{8, false, 0.35};
    const double y = page_height_ - margin;
    rule(left(), y - 4, width(), 0.7);
    const auto number = std::to_string(count_) + " / " + std::to_string(settings_.pages);
    const auto numbered = block(number, small, 0);
    put(numbered, small, left() + width() - numbered.width(), y);
    if (!settings_.foot.empty())
        put(block(settings_.foot, small, width() - numbered.width() - 12), small, left(), y);
    cairo_show_page(drawing_.get());
}

bool Pages::finish() {
    end_page();
    drawing_.reset();
    cairo_surface_finish(surface_.get());
    return cairo_surface_status(surface_.get()) == CAIRO_STATUS_SUCCESS;
}

}  // namespace anlan::adapters
