// Whether forecasts come true: a month of a station whose officers work as they do, some days too much, some
// days ill, is played; each answer is forecast when half of its time has passed. The officers of this month
// choose their work and take breaks in ways that the forecast does not know of.
#include "forecast_test_support.hpp"

#include <cmath>
#include <random>

namespace anlan {
namespace {

using namespace test_support;

class Month {
public:
    Month() {
        for (int i = 3; i <= 5; ++i) evening.created("pst_officer." + std::to_string(i), "community_officer");
        for (int i = 1; i <= 5; ++i) officers_.push_back({"pst_officer." + std::to_string(i)});
        evening.now = *instant_from_text("2026-10-31T16:00:00Z");  // midnight in the city
        evening.on_duty(desk);
    }

    void play(int days) {
        for (int minute = 0; minute < days * 1440; ++minute) {
            evening.now += 1min;
            const int of_day = minute % 1440;
            if (of_day == 0) plan_the_day();
            if (of_day == 8 * 60) come();
            if (of_day == 20 * 60) go();
            if (hit(of_day > 7 * 60 && of_day < 22 * 60 ? busy_ : 0.004)) issue();
            pass_on_what_waits();
            for (auto& officer : officers_) work(officer);
            note_what_is_late();
        }
    }

    Evening evening;

private:
    struct Officer {
        std::string post;
        std::optional<std::string> has = {};  // at work on it
        std::string shift = {};               // of the day
        bool there = false;
        int left = 0;  // minutes
        int rests = 0;
    };
    struct Open {
        std::string name;
        std::string owner;  // empty: with the desk
        Instant passed_on_at{};
        bool missed = false;
    };

    bool hit(double share) { return std::uniform_real_distribution{}(chance_) < share; }
    int minutes(int low, int high) { return std::uniform_int_distribution{low, high}(chance_); }
    int visit() { return static_cast<int>(std::lognormal_distribution{std::log(40.0), 0.6}(chance_)) + 5; }

    // Days differ: that is what makes a forecast worth something.
    void plan_the_day() {
        busy_ = std::uniform_real_distribution{0.01, 0.045}(chance_);
        for (auto& officer : officers_) {
            officer.shift = "s" + std::to_string(++numbered_);
            post::ShiftPlanned shift;
            shift.shift_id = officer.shift;
            shift.account_id = AccountId{"acc_" + officer.post.substr(4)};
            shift.from = evening.now + 8h;
            shift.until = evening.now + 20h;
            evening.happens(officer.post, shift);
        }
    }
    void come() {
        for (auto& officer : officers_) {
            if (hit(0.08)) continue;  // ill
            officer.there = true;
            post::DutyBegun body;
            body.account_id = AccountId{"acc_" + officer.post.substr(4)};
            body.shift_id = officer.shift;
            body.began_at = evening.now;
            evening.happens(officer.post, body);
        }
    }
    void go() {
        for (auto& officer : officers_)
            if (std::exchange(officer.there, false)) evening.off_duty(officer.post);
    }
    void issue() {
        const auto name = "i" + std::to_string(++numbered_);
        constexpr std::array within{3, 6, 9, 24};
        evening.issued(name, Hours{within[static_cast<std::size_t>(minutes(0, 3))]});
        open_.push_back({name, {}, evening.now + Minutes{minutes(2, 12)}, false});
    }
    void pass_on_what_waits() {
        for (auto& one : open_) {
            if (!one.owner.empty() || evening.now < one.passed_on_at) continue;
            one.owner = officers_[static_cast<std::size_t>(minutes(0, 4))].post;
            evening.signed_for(one.name);
            evening.passed_on(one.name, one.owner);
        }
    }
    void work(Officer& officer) {
        if (!officer.there) return;
        if (officer.rests-- > 0) return;
        if (!officer.has) return begin(officer);
        if (--officer.left > 0) return;
        evening.answered(*officer.has);
        evening.accepted(*officer.has);
        std::erase_if(open_, [&](const auto& one) { return one.name == *officer.has; });
        officer.has.reset();
        officer.rests = minutes(0, 25);
    }
    // Mostly what breaks first; at times what came first.
    void begin(Officer& officer) {
        const Open* next = nullptr;
        const bool by_limit = hit(0.8);
        for (const auto& one : open_) {
            if (one.owner != officer.post) continue;
            if (next == nullptr ||
                (by_limit && evening.replies[one.name].due_by < evening.replies[next->name].due_by))
                next = &one;
        }
        if (next == nullptr) return;
        officer.has = next->name;
        officer.left = visit();
    }
    void note_what_is_late() {
        for (auto& one : open_) {
            if (one.missed || evening.replies[one.name].due_by > evening.now) continue;
            one.missed = true;
            evening.missed(one.name);
        }
    }

    std::mt19937_64 chance_{20261127};
    std::vector<Officer> officers_;
    std::vector<Open> open_;
    double busy_ = 0;
    int numbered_ = 0;
};

TEST(WorkForecastMonth, WhatIsSaidComesAboutAsOftenAsItIsSaid) {
    Month month;
    month.play(60);
    const auto told = month.evening.view->calibration();
    const auto answers = std::find_if(told.begin(), told.end(),
                                      [](const auto& one) { return one.kind == "instruction.reply"; });
    ASSERT_NE(answers, told.end());
    std::printf(
        "[ measured ] %lld answers: said %.3f, came %.3f, Brier %.3f (%.3f for whoever says %.3f of each)\n",
        static_cast<long long>(answers->count), answers->said, answers->came, answers->brier,
        answers->came * (1 - answers->came), answers->came);
    for (const auto& bin : answers->bins)
        std::printf("[ measured ] said %.2f came %.2f of %lld\n", bin.said, bin.came,
                    static_cast<long long>(bin.count));
    EXPECT_GT(answers->count, 700);
    EXPECT_GT(answers->came, 0.05);  // a month in which nothing or everything is late shows nothing
    EXPECT_LT(answers->came, 0.8);
    EXPECT_NEAR(answers->said, answers->came, 0.08);
    EXPECT_LT(answers->brier, 0.6 * answers->came * (1 - answers->came));
}

}  // namespace
}  // namespace anlan
