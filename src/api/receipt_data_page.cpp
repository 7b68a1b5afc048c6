// The data receipt: what is kept, under which rule, until when, and who looked, without a name.
#include "api/receipt_frame.hpp"

namespace anlan::api {
namespace {

std::string_view in(const kernel::Words& words, const PageSetup& setup) {
    return setup.tongue == Tongue::zh ? words.zh : words.en;
}

void put_paragraph(Html& html, std::string_view text) { html.markup("<p>").text(text).markup("</p>"); }

void put_kept(Html& html, const views::KeptRecord& one, const PageSetup& setup) {
    html.markup("<section><h2>").text(in(one.kind, setup)).markup("</h2>");
    if (one.erased) put_paragraph(html, say::erased.in(setup.tongue));
    if (!one.ruled) {
        put_paragraph(html, say::kept_always.in(setup.tongue));
    } else {
        put_paragraph(html, filled(say::kept_rule, setup, in(one.rule, setup), one.basis));
        if (one.until)
            put_paragraph(html, filled(say::kept_until, setup, when(*one.until, setup)));
        else
            put_paragraph(html, filled(say::kept_days, setup, std::to_string(one.days)));
    }
    html.markup("</section>");
}

void put_looks(Html& html, const views::ReceiptData& data, const PageSetup& setup,
               const access::AccessRules& access) {
    html.markup("<section><h2>").text(say::looked.in(setup.tongue)).markup("</h2>");
    put_paragraph(html, say::looked_why.in(setup.tongue));
    if (data.looks.empty()) {
        put_paragraph(html, say::looked_none.in(setup.tongue));
        html.markup("</section>");
        return;
    }
    html.markup("<ul>");
    for (const auto& one : data.looks) {
        std::string_view purpose = one.purpose;
        for (const auto& known : access.purposes)
            if (known.code == one.purpose) purpose = setup.tongue == Tongue::zh ? known.zh : known.en;
        html.markup("<li><strong>").text(in(one.post, setup)).markup("</strong>");
        if (!one.area.empty()) html.markup(" · ").text(one.area);
        html.markup("<br>").text(purpose).markup(" · ");
        html.text(filled(say::looked_times, setup, std::to_string(one.count), when(one.last, setup)));
        html.markup("</li>");
    }
    html.markup("</ul></section>");
}

}  // namespace

std::string data_page(const views::ReceiptData& data, const PageSetup& setup,
                      const access::AccessRules& access) {
    Html html;
    const auto title = std::string{say::data.in(setup.tongue)};
    begin_page(html, title + " · " + std::string{say::title.in(setup.tongue)}, setup, "data");
    html.markup("<h1>").text(title).markup("</h1>");
    put_paragraph(html, say::kept_what.in(setup.tongue));
    for (const auto& one : data.kept) put_kept(html, one, setup);
    put_paragraph(html, say::kept_hold.in(setup.tongue));
    put_looks(html, data, setup, access);
    html.markup("<p><a class=\"k\" href=\"").text(path_of(setup, "", setup.tongue)).markup("\">");
    html.text(say::back.in(setup.tongue)).markup("</a></p>");
    end_page(html, setup);
    return std::move(html).take();
}

}  // namespace anlan::api
