// Whether forecasts came true: each piece of work is forecast once, when half of its time has passed, and is
// counted when it is done or late. Of ten that were said to be late with 70 %, seven should be.
#pragma once
#include "base/instant.hpp"

#include <boost/describe.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::views {

struct CalibrationBin {
    double said = 0;  // the mean share that was forecast
    double came = 0;  // the share that was late
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(CalibrationBin, (), (said, came, count))

struct KindCalibration {
    std::string kind;
    std::int64_t count = 0;
    double brier = 0;  // mean squared difference (Brier, Monthly Weather Review 78, 1950); 0 is perfect
    double said = 0;   // of all
    double came = 0;
    std::vector<CalibrationBin> bins;  // those that hold something, ascending
};
BOOST_DESCRIBE_STRUCT(KindCalibration, (), (kind, count, brier, said, came, bins))

class ForecastCalibration {
public:
    void count(const std::string& kind, double said, bool late) {
        auto& tally = kinds_[kind];
        const auto bin =
            std::min<std::size_t>(static_cast<std::size_t>(said * bins), static_cast<std::size_t>(bins - 1));
        ++tally.count[bin];
        tally.said[bin] += said;
        tally.late[bin] += late ? 1 : 0;
        tally.squares += (said - (late ? 1 : 0)) * (said - (late ? 1 : 0));
    }

    std::vector<KindCalibration> tell() const {
        std::vector<KindCalibration> told;
        for (const auto& [kind, tally] : kinds_) {
            KindCalibration one{kind, 0, 0, 0, 0, {}};
            for (std::size_t i = 0; i < bins; ++i) {
                const auto n = tally.count[i];
                if (n == 0) continue;
                one.count += n;
                one.said += tally.said[i];
                one.came += static_cast<double>(tally.late[i]);
                one.bins.push_back({tally.said[i] / static_cast<double>(n),
                                    static_cast<double>(tally.late[i]) / static_cast<double>(n), n});
            }
            const auto all = static_cast<double>(one.count);
            one.brier = tally.squares / all;
            one.said /= all;
            one.came /= all;
            told.push_back(std::move(one));
        }
        return told;
    }

private:
    static constexpr int bins = 10;
    struct Tally {
        std::array<std::int64_t, bins> count{};
        std::array<std::int64_t, bins> late{};
        std::array<double, bins> said{};
        double squares = 0;
    };
    std::map<std::string, Tally> kinds_;
};

}  // namespace anlan::views
