#include "api/receipt_frame.hpp"

#include "codec/base64url.hpp"
#include "codec/sha256.hpp"

#include <array>

#include <fmt/format.h>

namespace anlan::api {
namespace {

// The values are those of web/src/design/tokens.css: text 4.5:1 at least, edges of controls 3:1, in both.
constexpr Literal style{
    ":root{color-scheme:light dark;--b:#f4f5f7;--p:#fff;--t:#1c2027;--m:#565c66;--l:#868d98;--a:#1757c2;"
    "--i:#fff;--w:#b42318}"
    "@media(prefers-color-scheme:dark){:root{--b:#14171c;--p:#1d2229;--t:#e7eaee;--m:#a8adb5;--l:#747c88;"
    "--a:#8ab4ff;--i:#0b1526;--w:#ff8f85}}"
    "*{box-sizing:border-box}"
    "body{margin:0;background:var(--b);color:var(--t);font:1.125rem/1.6 system-ui,sans-serif;"
    "overflow-wrap:anywhere}"
    "header,main,footer{max-width:36rem;margin:0 auto;padding:.75rem 1rem}"
    "header{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.25rem "
    "1rem;color:var(--m)}"
    "h1{font-size:1.6rem;line-height:1.3;margin:.25rem 0}h2{font-size:1.2rem;margin:0 0 .5rem}"
    "p{margin:.25rem 0}.m{color:var(--m)}.w{color:var(--w)}"
    "section,details,.n{background:var(--p);border-radius:.5rem;padding:1rem;margin:1rem 0}"
    ".n{border-left:.4rem solid var(--a)}.n.w{border-color:var(--w)}"
    "a{color:var(--a)}header a,footer a,.k{display:inline-block;padding:.6rem 0}"
    "ol{list-style:none;margin:0;padding:0}"
    "ol li{display:flex;flex-wrap:wrap;gap:0 .75rem;padding:.35rem 0 .35rem .9rem;"
    "border-left:.3rem solid var(--l);color:var(--m)}"
    "li b{flex:1 1 8rem}ol .d{border-color:var(--a);color:var(--t)}li[aria-current]{font-size:1.25rem}"
    "button,textarea,summary{font:inherit}"
    "button{background:var(--a);color:var(--i);border:0;border-radius:.5rem;padding:.7rem 1.25rem;"
    "min-height:3rem;margin-top:.75rem;font-weight:600}"
    "textarea{width:100%;min-height:6rem;padding:.6rem;color:inherit;background:var(--b);"
    "border:1px solid var(--l);border-radius:.5rem}"
    "fieldset{border:0;margin:0;padding:0}legend{padding:0}"
    "label{display:flex;align-items:center;gap:.75rem;min-height:3rem}label.u{display:block}"
    "input{width:1.5rem;height:1.5rem;margin:0;flex:none;accent-color:var(--a)}"
    ".r{display:flex;flex-wrap:wrap;gap:0 1.5rem}"
    "summary{font-size:1.2rem;font-weight:700;min-height:3rem;padding:.5rem 0}"
    ":focus-visible{outline:3px solid var(--a);outline-offset:2px}"
    "ul{margin:.5rem 0;padding-left:1.25rem}ul li{padding:.25rem 0}"};

// Base64 as the policy's grammar has it; the alphabet of URLs is allowed there.
std::string hash_of_style() { return codec::base64url(codec::sha256(style.text())) + "="; }

std::chrono::year_month_day day_of(std::chrono::sys_time<Millis> civil) {
    return std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(civil)};
}

std::string day_text(const std::chrono::year_month_day& day, const PageSetup& setup) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto month = static_cast<unsigned>(day.month());
    const auto number = static_cast<unsigned>(day.day());
    const auto year = static_cast<int>(day.year());
    const bool same_year = day_of(setup.now + setup.civil_offset).year() == day.year();
    if (setup.tongue == Tongue::zh)
        return (same_year ? std::string{} : fmt::format("{}年", year)) +
               fmt::format("{}月{}日", month, number);
    return fmt::format("{} {}", number, months[month - 1]) + (same_year ? "" : fmt::format(" {}", year));
}

}  // namespace

const std::string& page_policy() {
    static const std::string policy = "default-src 'none'; style-src 'sha256-" + hash_of_style() +
                                      "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    return policy;
}

std::string when(Instant at, const PageSetup& setup) {
    const auto civil = at + setup.civil_offset;
    const auto day = day_of(civil);
    const std::chrono::hh_mm_ss time{
        std::chrono::floor<Minutes>(civil - std::chrono::floor<std::chrono::days>(civil))};
    const auto clock = fmt::format("{}:{:02}", time.hours().count(), time.minutes().count());
    return day == day_of(setup.now + setup.civil_offset) ? clock : day_text(day, setup) + " " + clock;
}

std::string filled(Said said, const PageSetup& setup, std::string_view first, std::string_view second) {
    std::string text{said.in(setup.tongue)};
    for (const auto value : {first, second}) {
        const auto at = text.find("{}");
        if (at != std::string::npos) text.replace(at, 2, value);
    }
    return text;
}

void say_time(Html& html, Instant at, const PageSetup& setup) {
    html.markup("<time datetime=\"").text(to_text(at)).markup("\">").text(when(at, setup)).markup("</time>");
}

std::string path_of(const PageSetup& setup, std::string_view action, Tongue tongue) {
    return "/r/" + setup.link + (action.empty() ? "" : "/") + std::string{action} +
           (tongue == Tongue::zh ? "?lang=zh" : "?lang=en");
}

void begin_page(Html& html, std::string_view title, const PageSetup& setup, std::string_view aside) {
    const bool chinese = setup.tongue == Tongue::zh;
    html.markup("<!doctype html><html lang=\"").text(chinese ? "zh-Hans" : "en");
    html.markup(
        "\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        "<meta name=\"robots\" content=\"noindex\"><title>");
    html.text(title).markup("</title><style>").markup(style).markup("</style><header><span>");
    html.text(say::title.in(setup.tongue)).markup("</span>");
    if (setup.link.empty()) {
        html.markup("</header><main>");
        return;
    }
    html.markup("<a href=\"");
    html.text(path_of(setup, aside, chinese ? Tongue::en : Tongue::zh));
    if (chinese)
        html.markup("\" lang=\"en\" hreflang=\"en\">English</a>");
    else
        html.markup("\" lang=\"zh-Hans\" hreflang=\"zh-Hans\">中文</a>");
    html.markup("</header><main>");
}

void end_page(Html& html, const PageSetup& setup) {
    html.markup("</main><footer><p>").text(say::emergency.in(setup.tongue)).markup(" <a href=\"tel:");
    html.text(setup.emergency_number).markup("\">").text(setup.emergency_number);
    html.markup("</a></p></footer></html>");
}

}  // namespace anlan::api
