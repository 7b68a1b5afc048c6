// A generated year of disputes with known truth, for measuring the finder of repeats: matters that come back
// in other words, from another telephone, by another voice of the household, under a nickname, with a wrong
// building's number and slips of the keyboard; and what only looks alike: another dispute in the same
// building, the next shop of the street, the same words elsewhere, the porter's telephone, new tenants behind
// the same door. Everything is invented; nothing stands for a person.
#pragma once
#include "planning/repeat_finder.hpp"
#include "planning/test_support.hpp"
#include "planning/text.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace anlan::planning::testing {

struct GeneratedReport {
    PastReport report;
    std::size_t matter = 0;  // in truth; what is nobody's repeat has one of its own
};

// What a dispute may be about: the classes it is taken down as, ways to say it, what may be added.
struct Quarrel {
    const char* kind;
    std::vector<const char*> classes;  // the right one first
    bool wanders;                      // reports come from several places
    std::vector<const char*> ways;     // {a} and {b} are the parties
    std::vector<const char*> facts;    // {n}: a number of this matter
};

inline const std::vector<Quarrel>& quarrels() {
    static const std::vector<Quarrel> all = {
        {"home",
         {"dispute.family", "dispute.domestic_violence", "dispute.relationship"},
         false,
         {"{a}和{b}夫妻吵架", "{a}被丈夫{b}打了", "两口子又闹离婚，{a}说{b}不着家",
          "{b}喝酒回来砸东西，{a}报警", "家庭矛盾，{a}与{b}争执"},
         {"为了孩子上学的事", "男方在外面有人", "家里的钱被拿去打牌输了{n}块", "婆婆也参与进来", "要分房子",
          "女方想回娘家", "电视被砸了", "孩子吓哭了", "彩礼{n}没退", "手机摔坏了"}},
        {"neighbours",
         {"dispute.neighbour", "noise.social", "dispute.property_management"},
         false,
         {"{a}说楼上{b}家漏水", "{a}与邻居{b}因为漏水吵起来", "天花板渗水，{b}不肯修",
          "{b}家卫生间漏水泡了{a}家"},
         {"墙皮掉了一大片", "物业来过三次", "要求赔{n}块", "水管是去年换的", "吊顶泡坏了", "防水没做好",
          "对方不开门", "衣柜发霉"}},
        {"neighbours",
         {"dispute.neighbour", "noise.social"},
         false,
         {"楼上{b}家半夜拖桌子太吵", "{a}投诉{b}家噪音", "{b}家孩子跑跳，{a}上去理论", "{a}和{b}为噪音争吵"},
         {"{a}神经衰弱", "跳绳跳到十一点", "用棍子捅天花板", "装了震楼器", "老人心脏不好", "录了音",
          "说了{n}次都不听", "钢琴练到很晚"}},
        {"neighbours",
         {"dispute.neighbour", "dispute.property_management"},
         false,
         {"{b}在楼道堆东西，{a}过不去", "{a}与{b}因楼道杂物争执", "{b}家的狗咬人，{a}要说法",
          "{b}占了{a}的车位"},
         {"鞋柜和纸箱", "电动车在楼道充电", "地锁被砸了", "狗没牵绳", "打疫苗花了{n}块", "车身被划了",
          "消防来查过", "物业管不了"}},
        {"money",
         {"dispute.debt", "dispute.contract"},
         true,
         {"{b}欠{a}钱不还", "{a}找{b}要账，对方不给", "债务纠纷，{a}与{b}", "{a}堵住{b}要求还钱",
          "{b}躲债被{a}找到"},
         {"欠条写了{n}元", "拖了两年", "当时是转账的", "有担保人", "房子抵押了", "每次都说下个月",
          "合伙开饭馆亏的", "利息也没给"}},
        {"money",
         {"dispute.contract", "dispute.consumer", "dispute.debt"},
         true,
         {"装修公司{b}停工不干了，{a}要求退款", "{a}与装修队{b}合同纠纷", "{b}收了定金不施工",
          "装修质量差，{a}不付尾款"},
         {"定金{n}元", "瓷砖全是空鼓", "水电改了一半", "工长联系不上", "合同签了三个月", "门店搬走了",
          "增项没商量", "要去法院"}},
        {"work",
         {"dispute.labour", "dispute.debt"},
         true,
         {"{a}讨要工资，老板{b}不给", "{b}拖欠{a}等人工资", "{a}在工地要工钱", "劳务纠纷，{a}找包工头{b}"},
         {"一共{n}元", "五个工人", "工地已经停了", "劳动监察去过", "没签合同", "说好年底结", "堵了大门",
          "脚手架的活"}},
        {"purchase",
         {"dispute.consumer", "dispute.contract"},
         false,
         {"{a}办的卡退不了，与店长{b}争执", "{a}要求退款，{b}不同意", "消费纠纷，{a}与{b}",
          "{b}强制消费，{a}报警"},
         {"充值了{n}元", "健身教练换了三个", "烫坏了头发", "套餐跟宣传不一样", "店里要转让", "只肯退一半",
          "过敏了", "说好可以退"}},
        {"rent",
         {"dispute.housing", "dispute.contract"},
         false,
         {"房东{b}不退押金给{a}", "{a}与房东{b}租房纠纷", "{b}换了锁，{a}进不去", "中介{b}扣了{a}的押金"},
         {"押金{n}元", "还有两个月租期", "热水器坏了不修", "东西还在屋里", "水电费算不清", "转租没说",
          "墙上打了洞", "提前退租"}},
    };
    return all;
}

// How messy reports are. Of one report, each by itself.
struct RepeatMix {
    double other_voice =
        0.25;  // not the first caller's telephone: the spouse's, the other side's, a stranger's
    double no_number = 0.02;
    double not_named = 0.06;  // "对方": each party
    double nickname = 0.08;   // each party; half of them without "外号" before it
    double wrong_building = 0.06;
    double estate_only = 0.05;   // no building said
    double building_only = 0.1;  // no unit and room
    double no_point = 0.02;
    double away = 0.2;     // of disputes that wander: told from another place
    double slips = 0.015;  // of each character
    double wrong_class = 0.06;
};
inline constexpr RepeatMix hard_mix_of_repeats{0.4,  0.05, 0.15, 0.12,  0.08, 0.1,
                                               0.18, 0.04, 0.35, 0.025, 0.12};

class RepeatYear {
public:
    static constexpr int days = 365;

    RepeatYear(std::uint64_t seed, std::size_t matters, RepeatMix mix = {}) : chance_(seed), mix_(mix) {
        for (int i = 0; i < 60; ++i)
            estates_.push_back({syllables(2 + chance_.below(2)) + chance_.pick(endings_),
                                somewhere(chance_, 0.12), chance_.next() | 1, 4 + chance_.below(12)});
        for (int i = 0; i < 30; ++i)
            streets_.push_back(
                {syllables(2) + chance_.pick(street_endings_), somewhere(chance_, 0.12), 0, 0});
        for (std::size_t i = 0; i < matters; ++i) {
            const Matter matter = some_matter();
            tell(matter, 2 + chance_.below(2) + (chance_.hit(0.3) ? chance_.below(4) : 0));
            if (chance_.hit(0.9)) look_alike(matter);
            for (std::size_t single = 0; single < 4; ++single) tell(some_matter(), 1);
        }
        std::sort(reports_.begin(), reports_.end(), [](const GeneratedReport& a, const GeneratedReport& b) {
            return a.report.reported_at < b.report.reported_at;
        });
        for (std::size_t i = 0; i < reports_.size(); ++i)
            reports_[i].report.incident_id = IncidentId{"inc_" + std::to_string(i)};
    }

    const std::vector<GeneratedReport>& reports() const { return reports_; }

private:
    struct Site {
        std::string name;
        GeoPoint point;
        std::uint64_t porter = 0;  // the telephone of an estate's office
        std::size_t buildings = 0;
    };
    struct Person {
        std::string full;
        std::string surname;
        std::string nickname;
        std::uint64_t phone = 0;
    };
    struct Place {
        const Site* site = nullptr;
        bool is_shop = false;
        std::size_t building = 0;  // of a shop: its number in the street
        std::size_t unit = 0;
        std::size_t room = 0;
        std::string shop;
    };
    struct Matter {
        std::size_t number = 0;
        const Quarrel* quarrel = nullptr;
        Person a, b;
        std::uint64_t spouse = 0;
        Place place;
        std::vector<Place> elsewhere;
        std::vector<std::string> facts;
    };

    std::string syllables(std::size_t count) {
        static const std::u32string pool =
            U"东西南北中山湖江河汉口武昌阳青云龙凤华光明建设解放和平民主自由胜利长虹丹桂花园林泉石桥沙洋金银"
            U"珠宝新城常福安康泰兴盛友谊团结红卫前进航空台水塔岭坡墩岗塘港湾洲松竹梅兰菊荷莲杨柳槐榆枫";
        std::u32string name;
        for (std::size_t i = 0; i < count; ++i) name.push_back(pool[chance_.below(pool.size())]);
        return encoded(name);
    }

    // Surnames as often as they are in the country, roughly: the first ten carry four in ten.
    std::string some_surname() {
        static const std::u32string all =
            U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕"
            U"丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛郝顾龚邵万覃武钱戴"
            U"严莫孔向常";
        const double at = chance_.unit();
        const auto index =
            static_cast<std::size_t>(static_cast<double>(all.size()) * at * at * (0.4 + 0.6 * at));
        return encoded(std::u32string(1, all[std::min(index, all.size() - 1)]));
    }
    Person some_person() {
        static const std::u32string given =
            U"伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉萍红玲芬燕辉玲凤洁梅琳云莲荣爱妹香月莺媛艾瑞"
            U"凡佳嘉琼勤珍贞莉国建志永春海波宁贵福生龙元全胜学祥才发武新利清飞彬富顺信子昌成康星光天达安岩"
            U"中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江浩亮政谦亨奇固之轮翰朗伯";
        static const std::vector<std::string> nicknames = {
            "胖子", "老三", "光头", "大头", "眼镜", "二娃", "黑皮", "刀疤", "小四",
            "矮子", "麻子", "长毛", "瘦猴", "四眼", "豁牙", "铁头", "毛毛", "细伢",
            "大宝", "阿彪", "红毛", "狗子", "幺妹", "胡子", "歪嘴", "拐子"};
        Person person;
        person.surname = some_surname();
        std::u32string name;
        for (std::size_t n = chance_.hit(0.75) ? 2 : 1; n > 0; --n)
            name.push_back(given[chance_.below(given.size())]);
        person.full = person.surname + encoded(name);
        person.nickname = chance_.pick(nicknames);
        person.phone = some_phone();
        return person;
    }
    std::uint64_t some_phone() { return 13'000'000'000ULL + chance_.below(6'999'999'999ULL); }

    Place some_place(bool shop) {
        Place place;
        place.is_shop = shop;
        place.site = shop ? &chance_.pick(streets_) : &chance_.pick(estates_);
        place.building = 1 + chance_.below(shop ? 60 : place.site->buildings);
        place.unit = 1 + chance_.below(3);
        place.room = (1 + chance_.below(18)) * 100 + 1 + chance_.below(4);
        if (shop) place.shop = syllables(2) + chance_.pick(shop_endings_);
        return place;
    }
    std::vector<std::string> facts_of(const Quarrel& quarrel) {
        std::vector<const char*> all = quarrel.facts;
        std::vector<std::string> facts;
        const std::string number = std::to_string((1 + chance_.below(60)) * 500);
        for (std::size_t i = 0; i < 4 && !all.empty(); ++i) {
            const std::size_t at = chance_.below(all.size());
            facts.push_back(filled(all[at], "{n}", number));
            all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
        }
        return facts;
    }
    Matter some_matter() {
        Matter matter;
        matter.number = ++numbers_;
        matter.quarrel = &quarrels()[chance_.below(quarrels().size())];
        matter.a = some_person();
        matter.b = some_person();
        matter.spouse = some_phone();
        matter.place = some_place(std::string_view{matter.quarrel->kind} == "purchase");
        for (int i = 0; matter.quarrel->wanders && i < 2; ++i)
            matter.elsewhere.push_back(some_place(chance_.hit(0.6)));
        matter.facts = facts_of(*matter.quarrel);
        return matter;
    }

    // Looks like `matter` in some respects and is none of it.
    void look_alike(const Matter& matter) {
        Matter other = some_matter();
        switch (chance_.below(7)) {
            case 0:  // the same building, another household, any dispute
                other.place = matter.place;
                other.place.room = (1 + chance_.below(18)) * 100 + 1 + chance_.below(4);
                break;
            case 1:  // the same building and kind of dispute
                other.quarrel = matter.quarrel;
                other.facts = facts_of(*matter.quarrel);
                other.place = matter.place;
                other.place.room += 100;
                break;
            case 2:  // the next shop of the street
                other.quarrel = matter.quarrel;
                other.facts = facts_of(*matter.quarrel);
                other.place = matter.place;
                other.place.building += 1;
                other.place.shop = syllables(2) + chance_.pick(shop_endings_);
                break;
            case 3: {  // the same words and numbers of the door elsewhere
                other.quarrel = matter.quarrel;
                other.facts = matter.facts;
                const Site* site = other.place.is_shop == matter.place.is_shop ? other.place.site : nullptr;
                other.place = matter.place;
                other.place.site = site != nullptr ? site : &chance_.pick(estates_);
                break;
            }
            case 4:  // a shopkeeper or a clerk reports something else from the same telephone
                other.a.phone = matter.a.phone;
                break;
            case 5:  // the same surnames in one estate
                other.quarrel = matter.quarrel;
                other.facts = facts_of(*matter.quarrel);
                other.a.surname = matter.a.surname;
                other.a.full = matter.a.surname + other.a.full.substr(3);
                other.place.site = matter.place.is_shop ? &chance_.pick(estates_) : matter.place.site;
                other.place.is_shop = false;
                break;
            default:  // new tenants behind the same door
                other.place = matter.place;
        }
        tell(other, 1);
    }

    static std::string filled(std::string text, const std::string& what, const std::string& with) {
        for (std::size_t at = text.find(what); at != std::string::npos;
             at = text.find(what, at + with.size()))
            text.replace(at, what.size(), with);
        return text;
    }

    // How somebody is called in one report.
    std::string called(const Person& person, const char* role) {
        static const std::vector<std::string> titles = {"师傅", "阿姨", "大爷", "女士", "先生", "某某"};
        if (chance_.hit(mix_.not_named)) return role;
        if (chance_.hit(mix_.nickname)) return (chance_.hit(0.5) ? "外号" : "") + person.nickname;
        switch (chance_.below(7)) {
            case 0:
            case 1:
            case 2:
                return person.full;
            case 3:
            case 4:
                return person.surname + "某";
            case 5:
                return (chance_.hit(0.5) ? "老" : "小") + person.surname;
            default:
                return person.surname + chance_.pick(titles);
        }
    }

    // Typed by sound, left out, or twice.
    std::string with_slips(const std::string& text, double rate) {
        static const std::vector<std::u32string> sounds = {
            U"国果", U"建健", U"华花", U"强墙", U"军君", U"伟卫", U"芳方", U"丽莉", U"玲铃", U"欠歉",
            U"钱前", U"漏陋", U"水睡", U"楼搂", U"吵炒", U"闹脑", U"装庄", U"修休", U"租组", U"押鸭",
            U"金今", U"退腿", U"款宽", U"账帐", U"债寨", U"孩还", U"打大", U"邻林", U"居局", U"门们",
            U"声生", U"音因", U"王汪", U"李黎", U"张章", U"陈程", U"徐许", U"吴伍", U"周邹", U"园圆",
            U"城成", U"湖胡", U"山珊", U"明名", U"志智", U"勇永", U"敏民", U"平萍", U"辉晖", U"涛桃",
            U"工公", U"资姿", U"桌捉", U"狗苟", U"车扯"};
        std::u32string out;
        for (const char32_t c : decoded(text)) {
            if (!is_han(c) || !chance_.hit(rate)) {
                out.push_back(c);
                continue;
            }
            char32_t wrong = c;
            for (const auto& pair : sounds)
                if (pair[0] == c || pair[1] == c) wrong = pair[0] == c ? pair[1] : pair[0];
            if (wrong != c || chance_.hit(0.4))
                out.push_back(wrong);
            else if (chance_.hit(0.5))
                out.append(2, c);
        }
        return encoded(out);
    }

    GeoPoint point_of(const Place& place) {
        const double step = place.is_shop ? 9 : 55;
        const auto n = static_cast<double>(place.building);
        const double north = place.is_shop ? 0 : step * std::floor(n / 4);
        const double east = place.is_shop ? step * n : step * std::fmod(n, 4);
        return moved(place.site->point, Metres{north}, Metres{east});
    }

    void put_place(const Place& told, PastReport& into) {
        Place place = told;
        const auto number = [](std::size_t value) { return std::to_string(value); };
        if (chance_.hit(mix_.wrong_building))  // a wrong number of the building, or of the house
            place.building =
                1 + (place.building + chance_.below(3)) % std::max<std::size_t>(place.site->buildings, 8);
        GeoPoint point = point_of(place);
        std::string text = place.site->name;
        const double said = chance_.unit();
        if (place.is_shop) {
            text += said < 0.7 ? number(place.building) + "号" + place.shop : said < 0.9 ? place.shop : "";
        } else if (said > mix_.estate_only + mix_.building_only) {
            text += number(place.building) + (chance_.hit(0.8) ? "栋" : "号楼") + number(place.unit) +
                    "单元" + number(place.room) + (chance_.hit(0.5) ? "室" : "");
        } else if (said > mix_.estate_only) {
            text += number(place.building) + "栋";
        } else {
            point = moved(place.site->point, Metres{80}, Metres{80});
        }
        into.place = PersonalText{with_slips(text, 0.015)};
        const double off = chance_.hit(0.1) ? 60 : 8;
        if (!chance_.hit(mix_.no_point))
            into.point = moved(point, Metres{off * chance_.bell()}, Metres{off * chance_.bell()});
    }

    PastReport report_of(const Matter& matter, Instant at, bool again) {
        static const std::vector<std::string> openings = {"报警人称", "", "", "群众报警：", "称", "接报，"};
        static const std::vector<std::string> repeats = {"，上次也报过警", "，又来了", "，之前处理过",
                                                         "，还是那件事"};
        static const std::vector<std::string> closings = {"", "", "，请派人处理", "，要求调解",
                                                          "，双方情绪激动"};
        const Quarrel& quarrel = *matter.quarrel;
        std::string text = chance_.pick(quarrel.ways);
        text = filled(text, "{a}", called(matter.a, "一方"));
        text = filled(text, "{b}", called(matter.b, "对方"));
        text = chance_.pick(openings) + text;
        for (const std::string& fact : matter.facts)
            if (chance_.hit(0.5)) text += "，" + filled(filled(fact, "{a}", "其"), "{b}", "对方");
        if (again && chance_.hit(0.35)) text += chance_.pick(repeats);
        PastReport report;
        report.text = PersonalText{with_slips(text + chance_.pick(closings), mix_.slips)};
        report.reported_at = at;
        report.class_code = quarrel.classes.front();
        if (chance_.hit(mix_.wrong_class)) report.class_code = chance_.pick(quarrel.classes);
        if (chance_.hit(0.02)) report.class_code = "dispute.other";
        const bool away = !matter.elsewhere.empty() && chance_.hit(mix_.away);
        const Place& place = away ? chance_.pick(matter.elsewhere) : matter.place;
        put_place(place, report);
        std::uint64_t phone = matter.a.phone;
        if (chance_.hit(mix_.other_voice)) {
            const std::uint64_t others[] = {matter.spouse, matter.b.phone, some_phone()};
            phone = others[chance_.below(3)];
        }
        if (!place.is_shop && chance_.hit(0.05)) phone = 2'780'000'000ULL + place.site->porter % 9'999'999;
        if (!chance_.hit(mix_.no_number)) report.callback = PersonalText{std::to_string(phone)};
        return report;
    }

    // Calls of one matter lie days to months apart.
    void tell(const Matter& matter, std::size_t count) {
        const Instant begin = *instant_from_text("2026-01-01T00:00:00Z");
        const Instant end = begin + Hours{24 * days};
        Instant at =
            begin + Minutes{static_cast<int>(chance_.below(count > 1 ? 60 * 24 * 250 : 60 * 24 * days))};
        for (std::size_t i = 0; i < count; ++i) {
            if (at < end) reports_.push_back({report_of(matter, at, i > 0), matter.number});
            const double mean = chance_.hit(0.3) ? 3 : 45;
            at += Minutes{60 + static_cast<int>(-mean * 1440 * std::log(1 - chance_.unit() * 0.998))};
        }
    }

    static inline const std::vector<std::string> endings_ = {"花园", "小区", "家园", "公寓", "苑", "城"};
    static inline const std::vector<std::string> street_endings_ = {"路", "街", "大道", "一路", "巷"};
    static inline const std::vector<std::string> shop_endings_ = {"理发店", "健身房", "餐馆",
                                                                  "美容院", "超市",   "影楼"};

    Chance chance_;
    RepeatMix mix_;
    std::vector<Site> estates_, streets_;
    std::vector<GeneratedReport> reports_;
    std::size_t numbers_ = 0;
};

// What the finder made of a year.
struct RepeatFigures {
    std::size_t reports = 0;
    std::size_t repeats = 0;      // reports whose matter had one before
    std::size_t found = 0;        // of them, those for which one of these was found
    std::size_t links = 0;        // report found for a report
    std::size_t right_links = 0;  // of one matter
    std::size_t named = 0;        // reports for which anything was found
    std::size_t named_right = 0;  // and everything found was of its matter

    double recall() const { return static_cast<double>(found) / static_cast<double>(repeats); }
    double precision() const { return static_cast<double>(right_links) / static_cast<double>(links); }
};

inline void measure(RepeatFinder& finder, const RepeatYear& year, RepeatFigures& into) {
    std::unordered_map<std::string, std::size_t> matters;
    std::set<std::size_t> seen;
    for (const GeneratedReport& one : year.reports()) {
        const auto hits = finder.find(one.report);
        bool found = false, all_right = true;
        for (const RepeatHit& hit : hits) {
            const bool right = matters.at(hit.incident_id.value()) == one.matter;
            found = found || right;
            all_right = all_right && right;
            ++into.links;
            into.right_links += right ? 1 : 0;
        }
        ++into.reports;
        into.named += hits.empty() ? 0 : 1;
        into.named_right += !hits.empty() && all_right ? 1 : 0;
        if (seen.contains(one.matter)) {
            ++into.repeats;
            into.found += found ? 1 : 0;
        }
        if (finder.is_watched(one.report.class_code)) matters[one.report.incident_id.value()] = one.matter;
        seen.insert(one.matter);
        finder.add(one.report);
    }
}

}  // namespace anlan::planning::testing
