// Pages of one PDF, from the top down: what is set comes under what was set before, on the next page where
// there is no room. Lengths are points (1/72 inch).
#pragma once
#include "base/instant.hpp"

#include <pango/pangocairo.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace anlan::adapters {

struct Released {
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
    void operator()(PangoFontMap* fonts) const { g_object_unref(fonts); }
    void operator()(PangoContext* context) const { g_object_unref(context); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    void operator()(PangoLayoutIter* lines) const { pango_layout_iter_free(lines); }
    void operator()(cairo_t* drawing) const { cairo_destroy(drawing); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
template <class T>
using Owned = std::unique_ptr<T, Released>;

struct Lettering {
    double size = 10;
    bool bold = false;
    double grey = 0;  // 0 is black
};

// A text broken into lines of a width.
class Block {
public:
    explicit Block(Owned<PangoLayout> layout) : layout_(std::move(layout)) {}
    double width() const;  // of what stands in it
    double height() const;
    PangoLayout* layout() const { return layout_.get(); }

private:
    Owned<PangoLayout> layout_;
};

// What stands at the foot of each page beside its number, and in the file's properties.
struct PageSettings {
    std::string title;
    std::string foot;
    std::string language;
    Instant made_at{};
    bool landscape = false;
    int pages = 0;  // in all; 0: not known yet, the pages are being counted
};

class Pages {
public:
    // What is drawn is appended to `file`.
    Pages(PageSettings settings, std::string& file);

    double left() const { return margin; }
    double width() const { return page_width_ - 2 * margin; }
    double room() const { return bottom() - top(); }  // of a whole page
    double y() const { return y_; }
    int count() const { return count_; }
    bool font_is_missing() const { return unknown_glyphs_; }

    Block block(std::string_view text, const Lettering& lettering, double width);
    // Width that it would take in one line.
    double natural_width(std::string_view text, const Lettering& lettering);

    void skip(double height) { y_ += height; }
    // On the next page, if so much is not left of this one. True: it was turned.
    bool need(double height);
    // Line by line under one another, over as many pages as it takes.
    void flow(const Block& block, const Lettering& lettering);
    // At a place of this page; moves nothing.
    void put(const Block& block, const Lettering& lettering, double x, double y);
    void fill(double x, double y, double width, double height, double grey);
    void rule(double x, double y, double width, double grey);

    // The file is whole after this. False: it could not be written.
    bool finish();

private:
    static constexpr double margin = 52;
    double top() const { return margin; }
    double bottom() const { return page_height_ - margin - 14; }
    void begin_page();
    void end_page();

    PageSettings settings_;
    double page_width_;
    double page_height_;
    Owned<PangoFontMap> fonts_;
    Owned<PangoContext> context_;
    Owned<cairo_surface_t> surface_;
    Owned<cairo_t> drawing_;
    double y_ = 0;
    int count_ = 0;
    bool unknown_glyphs_ = false;
};

}  // namespace anlan::adapters
