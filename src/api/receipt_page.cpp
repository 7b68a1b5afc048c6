#include "api/receipt_page.hpp"

#include "api/receipt_frame.hpp"

namespace anlan::api {
namespace {

using views::Course;
using views::ReceiptPage;

std::string_view in(const kernel::Words& words, const PageSetup& setup) {
    return setup.tongue == Tongue::zh ? words.zh : words.en;
}

class Page {
public:
    Page(const ReceiptPage& page, const PageSetup& setup, const std::optional<Notice>& notice)
        : page_(page), setup_(setup), notice_(notice) {}

    std::string made() && {
        begin_page(html_, headline() + " · " + said(say::title), setup_, "");
        put_notice();
        put_head();
        put_steps();
        put_next();
        if (page_.course == Course::over) put_result();
        put_information();
        put_quiet();
        put_foot();
        end_page(html_, setup_);
        return std::move(html_).take();
    }

private:
    std::string said(Said words) const { return std::string{words.in(setup_.tongue)}; }
    bool is_late() const { return page_.arrive_by && *page_.arrive_by < setup_.now; }

    std::string headline() const {
        switch (page_.course) {
            case Course::received:
                return said(say::received);
            case Course::accepted:
                return promised(say::accepted);
            case Course::sent:
                return promised(say::sent);
            case Course::on_the_way:
                return promised(say::on_the_way);
            case Course::on_scene:
                return said(say::on_scene);
            case Course::over:
                return said(say::over) + (page_.result ? std::string{in(*page_.result, setup_)} : "");
            case Course::elsewhere:
                return said(say::elsewhere) + " " +
                       (page_.agency ? std::string{in(*page_.agency, setup_)} : said(say::elsewhere_unnamed));
            case Course::answered:
                return said(say::answered);
            case Course::voided:
                break;
        }
        return said(say::voided);
    }
    std::string promised(Said course) const {
        if (!page_.arrive_by || is_late()) return said(course);
        return said(course) + filled(say::by_then, setup_, when(*page_.arrive_by, setup_));
    }

    void put_notice() {
        if (!notice_) return;
        if (notice_->wrong)
            html_.markup("<p class=\"n w\" role=\"alert\">");
        else
            html_.markup("<p class=\"n\" role=\"status\">");
        html_.text(notice_->words.in(setup_.tongue)).markup("</p>");
    }

    void put_head() {
        html_.markup("<h1>").text(headline()).markup("</h1>");
        if (is_late())
            html_.markup("<p class=\"w\">")
                .text(filled(say::late, setup_, when(*page_.arrive_by, setup_)))
                .markup("</p>");
        html_.markup("<p class=\"m\">").text(page_.what ? in(*page_.what, setup_) : said(say::unnamed));
        if (!page_.station.empty()) html_.markup(" · ").text(page_.station);
        html_.markup("<br>").text(said(say::number)).markup(" ").text(page_.reference).markup("<br>");
        html_.text(filled(say::as_of, setup_, when(setup_.now, setup_))).markup(" · <a class=\"k\" href=\"");
        html_.text(path_of(setup_, "", setup_.tongue)).markup("\">").text(said(say::look_again));
        html_.markup("</a></p>");
        if (!page_.earlier.empty()) put_earlier();
    }

    // The old clocks stay visible.
    void put_earlier() {
        html_.markup("<section><p><strong>");
        html_.text(filled(say::again, setup_, std::to_string(page_.episode))).markup("</strong></p>");
        for (const auto& past : page_.earlier) {
            html_.markup("<p class=\"m\">").text(said(say::earlier_result)).markup(": ");
            say_time(html_, past.opened_at, setup_);
            if (past.closed_at) {
                html_.markup(" – ");
                say_time(html_, *past.closed_at, setup_);
            }
            html_.markup(", ").text(in(past.result, setup_)).markup("</p>");
        }
        html_.markup("</section>");
    }

    struct Step {
        Said name;
        std::optional<Instant> at;
        Course reached;
    };
    void put_steps() {
        const auto under_way = page_.under_way_at ? page_.under_way_at : page_.sent_at;
        const Step steps[] = {{say::step_received, page_.received_at, Course::received},
                              {say::step_accepted, page_.accepted_at, Course::accepted},
                              {say::step_on_the_way, under_way, Course::on_the_way},
                              {say::step_on_scene, page_.on_scene_at, Course::on_scene},
                              {say::step_result, page_.over_at, Course::over}};
        // Whoever was answered or passed on is not on the way to anything here.
        const bool short_course = page_.course > Course::over;
        const Step* current = nullptr;
        for (const Step& step : steps)
            if (step.at) current = &step;
        html_.markup("<section><h2>").text(said(say::steps)).markup("</h2><ol>");
        for (const Step& step : steps) {
            if (short_course && step.reached > Course::accepted) break;
            put_step(step, &step == current);
        }
        html_.markup("</ol></section>");
    }
    void put_step(const Step& step, bool current) {
        if (current)
            html_.markup("<li class=\"d\" aria-current=\"step\"><b>");
        else if (step.at)
            html_.markup("<li class=\"d\"><b>");
        else
            html_.markup("<li><b>");
        html_.text(said(step.name)).markup("</b> ");
        if (step.at)
            say_time(html_, *step.at, setup_);
        else
            html_.markup("<span>")
                .text(said(page_.course == Course::over ? say::not_needed : say::not_yet))
                .markup("</span>");
        html_.markup("</li>");
    }

    void put_next() {
        html_.markup("<section><h2>").text(said(say::next)).markup("</h2>");
        const auto put = [&](Said words, Instant by) {
            html_.markup("<p>").text(filled(words, setup_, when(by, setup_))).markup("</p>");
        };
        const bool arrives = page_.arrive_by && !is_late();
        if (arrives) put(say::next_arrive, *page_.arrive_by);
        if (page_.call_back_by) put(say::next_call, *page_.call_back_by);
        if (page_.answer_by) put(say::next_answer, *page_.answer_by);
        if (!arrives && !page_.call_back_by && !page_.answer_by)
            html_.markup("<p>").text(said(say::next_none)).markup("</p>");
        html_.markup("</section>");
    }

    void begin_form(std::string_view action) {
        html_.markup("<form method=\"post\" action=\"").text(path_of(setup_, action, setup_.tongue));
        html_.markup("\"><input type=\"hidden\" name=\"id\" value=\"").text(setup_.form_id).markup("\">");
    }
    void put_episode() {
        html_.markup("<input type=\"hidden\" name=\"episode\" value=\"");
        html_.text(std::to_string(page_.episode)).markup("\">");
    }
    void end_form(Said button) { html_.markup("<button>").text(said(button)).markup("</button></form>"); }

    void put_result() {
        if (page_.contested) {
            html_.markup("<section><p>").text(said(say::contested)).markup("</p></section>");
        } else {  // two steps, for what cannot be taken back
            html_.markup("<details><summary>").text(said(say::not_solved)).markup("</summary><p>");
            html_.text(said(page_.reopens ? say::not_solved_why : say::not_solved_late)).markup("</p>");
            begin_form("not_solved");
            put_episode();
            end_form(page_.reopens ? say::not_solved_button : say::not_solved_button_late);
            html_.markup("</details>");
        }
        html_.markup("<section>");
        if (page_.rating > 0)
            html_.markup("<p>").text(filled(say::rated, setup_, std::to_string(page_.rating))).markup("</p>");
        else
            put_rating();
        html_.markup("</section>");
    }
    void put_rating() {
        begin_form("rating");
        put_episode();
        html_.markup("<fieldset><legend><h2>").text(said(say::rate)).markup("</h2></legend><p class=\"m\">");
        html_.text(said(say::rate_why)).markup("</p><div class=\"r\">");
        for (int rating = 1; rating <= 5; ++rating) {
            const auto number = std::to_string(rating);
            html_.markup("<label><input type=\"radio\" name=\"rating\" required value=\"").text(number);
            html_.markup("\">").text(number);
            if (rating == 1) html_.markup(" ").text(said(say::worst));
            if (rating == 5) html_.markup(" ").text(said(say::best));
            html_.markup("</label>");
        }
        html_.markup("</div></fieldset>");
        end_form(say::send);
    }

    void put_information() {
        html_.markup("<section><h2>").text(said(say::add)).markup("</h2>");
        if (page_.informed_at)
            html_.markup("<p class=\"m\">")
                .text(filled(page_.informed_all_read ? say::added_read : say::added_unread, setup_,
                             when(*page_.informed_at, setup_)))
                .markup("</p>");
        begin_form("information");
        const int letters = page_.information_length_max / (setup_.tongue == Tongue::zh ? 3 : 1);
        html_.markup("<label class=\"u\" for=\"t\">");
        html_.text(filled(say::add_label, setup_, std::to_string(letters)));
        html_.markup("</label><textarea id=\"t\" name=\"text\" required maxlength=\"");
        html_.text(std::to_string(letters)).markup("\">");
        if (notice_) html_.text(notice_->typed);
        html_.markup("</textarea>");
        end_form(say::send);
        html_.markup("</section>");
    }

    void put_quiet() {
        html_.markup("<section>");
        begin_form("quiet");
        html_.markup("<fieldset><legend><h2>").text(said(say::quiet)).markup("</h2></legend>");
        put_check("no_ringing", say::no_ringing, page_.quiet.no_ringing);
        put_check("no_siren", say::no_siren, page_.quiet.no_siren);
        html_.markup("</fieldset>");
        end_form(say::save);
        html_.markup("</section>");
    }
    void put_check(std::string_view name, Said words, bool checked) {
        html_.markup("<label><input type=\"checkbox\" name=\"").text(name).markup("\"");
        if (checked) html_.markup(" checked");
        html_.markup(">").text(said(words)).markup("</label>");
    }

    void put_foot() {
        html_.markup("<p><a class=\"k\" href=\"").text(path_of(setup_, "data", setup_.tongue)).markup("\">");
        html_.text(said(say::data)).markup("</a></p><p class=\"m\">");
        html_.text(filled(say::privacy, setup_, when(page_.expires_at, setup_))).markup("</p>");
    }

    const ReceiptPage& page_;
    const PageSetup& setup_;
    const std::optional<Notice>& notice_;
    Html html_;
};

}  // namespace

std::string receipt_page(const ReceiptPage& page, const PageSetup& setup,
                         const std::optional<Notice>& notice) {
    return Page{page, setup, notice}.made();
}

std::string closed_page(Said title, Said why, const PageSetup& setup) {
    Html html;
    begin_page(html, title.in(setup.tongue), setup, "");
    html.markup("<h1>").text(title.in(setup.tongue)).markup("</h1><p>").text(why.in(setup.tongue));
    const bool chinese = setup.tongue == Tongue::zh;
    if (chinese)
        html.markup("</p><div lang=\"en\"><h2>");
    else
        html.markup("</p><div lang=\"zh-Hans\"><h2>");
    const Tongue other = chinese ? Tongue::en : Tongue::zh;
    html.text(title.in(other)).markup("</h2><p>").text(why.in(other)).markup("</p></div>");
    end_page(html, setup);
    return std::move(html).take();
}

}  // namespace anlan::api
