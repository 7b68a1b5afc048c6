// A generated city of reports with known truth, for measuring the ribbon: 40,000 incidents a day over twelve
// thousand places, roads with sibling names (东湖南路, 东湖北路), busy places with dozens of incidents a day,
// and further calls about the same incident in other words, from another spot, with slips of the keyboard, a
// few minutes later. Everything is invented; nothing stands for a person.
#pragma once
#include "planning/same_event.hpp"
#include "planning/test_support.hpp"
#include "planning/text.hpp"
#include "planning/unit_grid.hpp"

#include <algorithm>
#include <cmath>

namespace anlan::planning::testing {

struct GeneratedCall {
    SameEventQuestion question;
    std::size_t event = 0;    // which incident it is about, in truth
    bool is_further = false;  // not the first call about it
};

// One kind of event: ways to say it, and what a caller may add.
struct EventWords {
    const char* class_code;
    double share;  // of all incidents
    double seen;   // probability that others call too
    std::vector<std::string> cores;
    std::vector<std::string> details;
};

inline const std::vector<EventWords> all_event_words = {
    {"traffic.collision",
     0.13,
     0.35,
     {"两辆车撞了", "发生交通事故", "追尾了", "有车祸", "刮擦事故", "撞车了堵得厉害", "两个车碰了",
      "出车祸了"},
     {"白色轿车", "黑色越野车", "没有人伤", "占了两个车道", "司机要跑", "面包车", "货车", "公交车", "车牌鄂A",
      "红色跑车"}},
    {"traffic.injury",
     0.05,
     0.40,
     {"电动车被小车撞了", "撞到人了", "骑车的被撞倒", "行人被车撞", "有人被车压了", "外卖员被撞了"},
     {"血流了很多", "倒在地上", "要救护车", "司机下来了", "头盔飞了", "腿断了", "白色轿车", "老人",
      "还有意识"}},
    {"traffic.parking",
     0.04,
     0.03,
     {"车被堵住了出不来", "有车乱停", "消防通道被占", "挪车电话打不通", "违停挡路"},
     {"白色轿车", "一上午了", "没有留电话", "车牌鄂A", "面包车", "小区出口"}},
    {"order.fight",
     0.08,
     0.30,
     {"有人打架", "几个人在打架", "一群人打起来了", "发生斗殴", "两伙人动手", "有人被打了", "打人了快来"},
     {"拿着棍子", "有刀", "喝了酒", "七八个人", "头打破了", "年轻人", "穿黑衣服", "两个女的", "烧烤摊",
      "还在打"}},
    {"order.drunk",
     0.05,
     0.12,
     {"有人喝醉了躺地上", "醉汉闹事", "有个人喝多了", "喝醉了砸东西", "酒鬼拦路"},
     {"男的", "光着膀子", "叫不醒", "吐了一地", "骂人", "不肯走", "冷得发抖"}},
    {"order.noise.people",
     0.06,
     0.22,
     {"楼上很吵", "音响开得很大", "广场舞太吵", "酒吧太吵", "唱歌声音大睡不着", "露天卡拉OK吵死了"},
     {"小孩要睡觉", "已经一个小时", "说了不听", "老人心脏不好", "天天这样", "一群大妈", "喇叭"}},
    {"order.noise.works",
     0.04,
     0.25,
     {"半夜施工", "装修电钻响", "工地太吵", "夜里打桩", "挖掘机响个不停"},
     {"小孩要睡觉", "说了不听", "渣土车", "明天要考试", "没有许可", "混凝土"}},
    {"order.dispute.neighbour",
     0.06,
     0.05,
     {"和邻居吵架", "楼上漏水不管", "跟物业闹矛盾", "邻居占楼道", "为了狗吵起来"},
     {"说不通", "围了很多人", "对方骂人", "要求调解", "好几次了"}},
    {"order.dispute.money",
     0.09,
     0.04,
     {"有经济纠纷", "老板不给工资", "退款起了争执", "租房押金不退", "消费纠纷", "欠钱不还"},
     {"三百块", "堵着门", "有合同", "要求调解", "拖了三个月", "美容店", "健身卡"}},
    {"theft.vehicle",
     0.06,
     0.01,
     {"电动车不见了", "电瓶被偷", "车子被偷了", "摩托车丢了", "电动车被盗"},
     {"刚刚发现", "有监控", "蓝色的", "昨天晚上", "锁被撬了", "雅迪"}},
    {"theft.thing",
     0.07,
     0.02,
     {"手机被偷了", "钱包被扒了", "家里进了小偷", "店里东西被偷", "丢了一个包", "窗户被撬东西没了"},
     {"身份证在里面", "苹果手机", "两千块钱", "有监控", "刚刚发现", "首饰"}},
    {"fire.building",
     0.02,
     0.55,
     {"着火了", "起火了", "有浓烟冒出来", "失火了快来", "看到火光", "厨房起火", "冒黑烟"},
     {"三楼", "五楼", "有人被困", "烟很大", "听到爆炸", "火势很大", "楼道里全是烟"}},
    {"fire.vehicle",
     0.01,
     0.55,
     {"电动车烧起来了", "车子着火了", "汽车冒烟起火", "车自燃了"},
     {"在充电", "听到爆炸", "司机跑出来了", "黑色轿车", "旁边还有车"}},
    {"help.lost",
     0.05,
     0.04,
     {"老人走失了", "家里老人找不到了", "小孩不见了", "孩子走丢了"},
     {"八十岁", "穿红衣服", "小男孩", "白头发", "老年痴呆", "背书包"}},
    {"help.collapse",
     0.05,
     0.25,
     {"有人摔倒", "有人晕倒在路边", "有人躺在地上不动", "有人抽搐", "老人摔倒起不来"},
     {"没有意识", "还有呼吸", "穿红衣服", "需要救护车", "六十多岁", "流血了"}},
    {"help.jump",
     0.01,
     0.45,
     {"有人要跳楼", "有人站在楼顶", "有人想轻生", "有人翻过护栏要跳"},
     {"在哭", "年轻女的", "六楼", "下面围了好多人", "穿白衣服"}},
    {"help.locked",
     0.04,
     0.0,
     {"钥匙锁在家里", "小孩反锁在屋里", "门打不开", "被锁在阳台"},
     {"火上炖着汤", "两岁", "一个人", "找不到开锁的"}},
    {"fraud",
     0.06,
     0.0,
     {"被骗了钱", "网上购物被骗", "接到诈骗电话", "刷单被骗", "冒充客服骗钱", "投资被骗"},
     {"转了五千", "两万块", "微信转的", "刚转完", "对方拉黑了", "银行卡", "验证码"}},
    {"suspicious",
     0.05,
     0.10,
     {"有可疑的人", "有人在撬门", "有人跟踪我", "陌生人敲门", "有人翻墙", "有人鬼鬼祟祟"},
     {"戴帽子", "背着包", "一直转悠", "骑摩托", "两个人", "瘦高个", "不敢出去"}},
};

inline const std::vector<EventWords>& event_words() { return all_event_words; }

// What a rulebook would say of these classes: how readily several people call.
inline std::vector<SameEventClass> readiness_to_call() {
    std::vector<SameEventClass> out;
    for (const EventWords& words : event_words())
        out.push_back({words.class_code, words.seen >= 0.3   ? 0.6
                                         : words.seen >= 0.2 ? 0.3
                                         : words.seen >= 0.1 ? 0
                                                             : -0.6});
    return out;
}

// How hard the set is. The usual mix supposes that the place is resolved from the words while they are
// written.
struct ReportMix {
    double without_point = 0.03;
    double place_not_named = 0.22;  // says a crossing, a house number or the next place instead
    double wrong_class = 0.07;
};
inline constexpr ReportMix hard_mix{0.06, 0.33, 0.10};

class GeneratedCity {
public:
    explicit GeneratedCity(std::uint64_t seed, ReportMix mix = {}) : chance_(seed), mix_(mix) {
        make_roads();
        make_places();
    }

    // All calls of `hours` hours from `start`, in order of time, at 40,000 incidents a day.
    std::vector<GeneratedCall> calls(Instant start, int hours) {
        static constexpr double by_hour[24] = {0.6, 0.4, 0.3, 0.25, 0.25, 0.35, 0.6, 0.9,
                                               1.1, 1.2, 1.2, 1.2,  1.1,  1.1,  1.2, 1.2,
                                               1.2, 1.3, 1.4, 1.5,  1.5,  1.4,  1.2, 0.95};
        double sum = 0;
        for (const double share : by_hour) sum += share;
        std::vector<GeneratedCall> out;
        for (int hour = 0; hour < hours; ++hour) {
            const auto count = static_cast<int>(40'000 * by_hour[hour % 24] / sum);
            for (int i = 0; i < count; ++i) {
                const Instant at = start + Hours{hour} + Millis{static_cast<int>(chance_.below(3'600'000))};
                make_event(at, out);
            }
        }
        std::sort(out.begin(), out.end(), [](const GeneratedCall& a, const GeneratedCall& b) {
            return a.question.asked_at != b.question.asked_at ? a.question.asked_at < b.question.asked_at
                                                              : a.event < b.event;
        });
        return out;
    }

private:
    struct Road {
        std::string name;
        GeoPoint point;
    };
    struct Place {
        std::string name;
        std::size_t road = 0;
        std::size_t crossing = 0;
        int number = 0;
        GeoPoint point;
        std::vector<std::size_t> neighbours;
    };

    std::string syllables(std::size_t count) {
        static const std::u32string pool =
            U"东西南北中山湖江河汉口武昌阳青云龙凤华光明建设解放和平民主自由胜利长虹丹桂花园林泉石桥沙洋金银"
            U"珠宝"
            U"新城常福安康泰兴盛友谊团结红卫前进工农航空铁机车站台水塔岭坡墩岗塘港湾洲岛松竹梅兰菊荷莲杨柳槐"
            U"榆枫";
        std::u32string name;
        for (std::size_t i = 0; i < count; ++i) name.push_back(pool[chance_.below(pool.size())]);
        return encoded(name);
    }

    GeoPoint some_point() {
        const GeoPoint centre = chance_.pick(centres_);
        return moved(centre, Metres{4500 * chance_.bell()}, Metres{4500 * chance_.bell()});
    }

    static std::vector<std::size_t> nearest(const UnitGrid& grid, GeoPoint point, std::size_t count) {
        std::vector<UnitGrid::Hit> hits;
        grid.nearest(point, count, 0, hits);
        std::vector<std::size_t> out;
        for (const UnitGrid::Hit& hit : hits) out.push_back(hit.slot);
        return out;
    }

    void make_roads() {
        for (int i = 0; i < 13; ++i) centres_.push_back(somewhere(chance_, 0.2));
        const std::vector<std::string> kinds{"路", "路",   "路",   "街",   "大道",
                                             "巷", "一路", "二路", "南路", "北路"};
        while (roads_.size() < 2500) {
            const std::string stem = syllables(2);
            const GeoPoint around = some_point();
            for (std::size_t n = 1 + chance_.below(3); n > 0; --n)
                roads_.push_back({stem + chance_.pick(kinds), somewhere(chance_, 0.006, around)});
        }
    }

    void make_places() {
        const std::vector<std::string> kinds{"小区",   "花园",   "广场", "酒店", "医院", "小学",   "中学",
                                             "超市",   "地铁站", "网吧", "公园", "大厦", "菜市场", "工业园",
                                             "加油站", "公寓",   "家园", "城",   "银行", "桥"};
        constexpr GridExtent extent{{30, 113.7}, {31.2, 114.9}, Metres{500}};
        UnitGrid roads_around(extent, {});
        UnitGrid places_around(extent, {});
        for (const Road& road : roads_) roads_around.add(road.point, 0);
        for (int i = 0; i < 12'000; ++i) {
            Place place;
            place.name = syllables(2 + chance_.below(2)) + chance_.pick(kinds);
            place.number = 1 + static_cast<int>(chance_.below(600));
            place.point = some_point();
            const auto roads = nearest(roads_around, place.point, 5);
            place.road = roads[chance_.below(2)];
            place.crossing = roads[2 + chance_.below(3)];
            places_around.add(place.point, 0);
            places_.push_back(std::move(place));
        }
        for (Place& place : places_) {
            place.neighbours = nearest(places_around, place.point, 4);
            place.neighbours.erase(place.neighbours.begin());
        }
    }

    const EventWords& some_kind() {
        double at = chance_.unit();
        for (const EventWords& words : event_words())
            if ((at -= words.share) < 0) return words;
        return event_words().front();
    }

    // A slip: a wrong character, one left out, one twice.
    std::string with_slips(const std::string& text, double rate) {
        static const std::u32string wrong =
            U"的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动";
        std::u32string out;
        for (const char32_t c : decoded(text)) {
            if (!chance_.hit(rate)) {
                out.push_back(c);
                continue;
            }
            const std::size_t slip = chance_.below(3);
            if (slip == 0) out.push_back(wrong[chance_.below(wrong.size())]);
            if (slip == 1) out.append(2, c);
        }
        return encoded(out);
    }

    // The words for a place, and how far (metres) the point that these words resolve to is off.
    struct Spoken {
        std::string words;
        double off = 30;
    };
    Spoken spoken(const Place& place) {
        const std::vector<std::string> beside{"门口", "附近", "旁边", "对面", "里面", "", "", "那里", "楼下"};
        const std::string& road = roads_[place.road].name;
        switch (chance_.hit(mix_.place_not_named) ? chance_.below(4) : 4 + chance_.below(8)) {
            case 0:
                return {road + "和" + roads_[place.crossing].name + "交叉口", 150};
            case 1:
                return {road + std::to_string(place.number) + "号" + chance_.pick(beside), 40};
            case 2:
                return {road + "靠近" + places_[place.neighbours[chance_.below(3)]].name, 150};
            case 3:
                return {places_[place.neighbours[0]].name + "往" + place.name + "方向", 150};
            case 4:
            case 5:
                return {road + place.name + chance_.pick(beside)};
            case 6:
                return {place.name + chance_.pick(beside) + "，" + road};
            default:
                return {place.name + chance_.pick(beside)};
        }
    }

    // What a tired call taker picks by mistake: the next in the list.
    static const char* neighbour_class(const EventWords& words) {
        const auto at = static_cast<std::size_t>(&words - event_words().data());
        return event_words()[(at + 1) % event_words().size()].class_code;
    }

    struct Event {
        const EventWords* words = nullptr;
        std::size_t place = 0;
        GeoPoint point;
        std::string place_text;
        std::vector<std::string> details;
    };

    GeneratedCall call_about(const Event& event, Instant at, std::uint64_t caller) {
        const std::vector<std::string> openings{"喂你好，", "我要报警，", "",         "",      "你好110吗，",
                                                "这里是",   "我在",       "快点来，", "报警，"};
        const std::vector<std::string> closings{"",       "",       "，你们快来",  "，麻烦派人看一下",
                                                "，快点", "，谢谢", "，请尽快处理"};
        std::string text = chance_.pick(openings);
        const Spoken where = spoken(places_[event.place]);
        const std::string& core = chance_.pick(event.words->cores);
        std::string details;
        for (const std::string& detail : event.details)
            if (chance_.hit(0.5)) details += "，" + detail;
        text += chance_.hit(0.7) ? where.words + core : core + "，在" + where.words;
        text += details + chance_.pick(closings);
        GeneratedCall call;
        call.question.text = PersonalText{with_slips(text, 0.02)};
        call.question.asked_at = at;
        call.question.callback_hash = caller;
        call.question.class_code = event.words->class_code;
        if (chance_.hit(mix_.wrong_class)) call.question.class_code = neighbour_class(*event.words);
        if (chance_.hit(0.05)) call.question.class_code.clear();
        const double off = chance_.hit(0.15) ? 150 : where.off;  // some are placed by where the phone is
        if (!chance_.hit(mix_.without_point))
            call.question.point =
                moved(event.point, Metres{off * chance_.bell()}, Metres{off * chance_.bell()});
        return call;
    }

    void make_event(Instant at, std::vector<GeneratedCall>& out) {
        Event event;
        event.words = &some_kind();
        // Few places have many incidents.
        event.place =
            static_cast<std::size_t>(static_cast<double>(places_.size()) * std::pow(chance_.unit(), 1.25));
        event.point = places_[event.place].point;
        for (int i = 0; i < 3; ++i) event.details.push_back(chance_.pick(event.words->details));
        const std::uint64_t first_caller = chance_.next();
        const std::size_t number = events_++;
        out.push_back(call_about(event, at, first_caller));
        out.back().event = number;
        if (!chance_.hit(event.words->seen + 0.03)) return;
        std::size_t further = 1;
        while (further < 6 && chance_.hit(0.35)) ++further;
        for (; further > 0; --further) {
            // Most within minutes; some when the noise goes on or nobody has come.
            const double mean = chance_.hit(0.08) ? 35 : 7;
            const double minutes = -mean * std::log(1 - chance_.unit() * 0.998);
            const std::uint64_t caller = chance_.hit(0.15) ? first_caller : chance_.next();
            out.push_back(call_about(event, at + Seconds{15 + static_cast<int>(minutes * 60)}, caller));
            out.back().event = number;
            out.back().is_further = true;
        }
    }

    Chance chance_;
    ReportMix mix_;
    std::vector<GeoPoint> centres_;
    std::vector<Road> roads_;
    std::vector<Place> places_;
    std::size_t events_ = 0;
};

inline IncidentId incident_of(std::size_t event) { return IncidentId{"inc_" + std::to_string(event)}; }

// What the desk does with a call: opens an incident, or joins it to the one it is about.
inline void take(SameEventIndex& index, const GeneratedCall& call) {
    const SameEventQuestion& q = call.question;
    if (call.is_further)
        index.add_report(incident_of(call.event), q.text, q.asked_at, q.callback_hash);
    else
        index.add({incident_of(call.event), q.point, q.class_code, q.asked_at, q.text, q.callback_hash});
}

}  // namespace anlan::planning::testing
