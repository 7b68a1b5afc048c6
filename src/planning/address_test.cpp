#include "planning/address.hpp"

#include "planning/geo_vector.hpp"
#include "planning/test_support.hpp"
#include "planning/text.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <sstream>

namespace anlan::planning {
namespace {

using testing::wuhan;

GeoPoint at(double north, double east) { return moved(wuhan, Metres{north}, Metres{east}); }

PlaceEntry place(const std::string& id, PlaceKind kind, const std::string& name, const std::string& district,
                 const std::string& road, GeoPoint point) {
    PlaceEntry entry;
    entry.place_id = PlaceId{"plc_" + id};
    entry.kind = kind;
    entry.name = name;
    entry.district = district;
    entry.road = road;
    entry.point = point;
    return entry;
}

PlaceEntry numbered(const std::string& id, const std::string& district, const std::string& road, int from,
                    int to, GeoPoint point) {
    PlaceEntry entry = place(id, PlaceKind::address, "", district, road, point);
    entry.number_from = from;
    entry.number_to = to;
    return entry;
}

// A small city: 人民路 in two districts, 解放路 in one, a chain of shops, a lane with an alias.
Gazetteer small_city() {
    using enum PlaceKind;
    std::vector<PlaceEntry> entries{
        place("wuchang", district, "武昌区", "武昌区", "", at(0, 5000)),
        place("hankou", district, "江汉区", "江汉区", "", at(0, -5000)),
        place("liangdao", town, "粮道街街道", "武昌区", "", at(0, 5200)),
        place("renmin_w", road, "人民路", "武昌区", "", at(0, 6000)),
        place("renmin_h", road, "人民路", "江汉区", "", at(0, -6000)),
        place("jiefang", road, "解放路", "武昌区", "", at(300, 5000)),
        place("heping", road, "和平大道", "武昌区", "", at(400, 5100)),
        numbered("rw12", "武昌区", "人民路", 1, 20, at(10, 6010)),
        numbered("jf12", "武昌区", "解放路", 11, 20, at(320, 5000)),
        numbered("hp3", "武昌区", "和平大道", 1, 9, at(350, 5050)),
        place("hubu", poi, "户部巷", "武昌区", "解放路", at(310, 4990)),
        place("donghu_w", poi, "东湖花园", "武昌区", "和平大道", at(1000, 5500)),
        place("donghu_h", poi, "东湖花园", "江汉区", "人民路", at(100, -6100)),
        place("station", poi, "武昌火车站", "武昌区", "中山路", at(-800, 5800)),
        place("zhongbai_a", poi, "中百超市", "武昌区", "解放路", at(330, 5020)),
        place("zhongbai_b", poi, "中百超市", "武昌区", "和平大道", at(900, 5600)),
        place("guanggu", poi, "光谷国际广场", "洪山区", "珞喻路", at(-3000, 9000)),
    };
    entries[10].aliases = {"汉味小吃第一巷"};
    PlaceEntry crossing = place("cross", intersection, "", "武昌区", "解放路", at(305, 5005));
    crossing.second_road = "民主路";
    entries.push_back(crossing);
    return Gazetteer(std::move(entries));
}

template <class Enum>
std::string name_of(Enum value) {
    return boost::describe::enum_to_string(value, "?");
}

// "resolved 武昌区 解放路 户部巷" or "ask district 武昌区 江汉区" or "unknown".
std::string told(const AddressAnswer& answer) {
    std::ostringstream out;
    out << name_of(answer.verdict);
    if (answer.place) out << ' ' << answer.place->label;
    if (answer.verdict == AddressVerdict::ask) out << ' ' << name_of(answer.distinguished_by);
    for (const AddressChoice& choice : answer.choices) out << " [" << choice.value << ']';
    return out.str();
}

TEST(Address, ResolvesAsksOrSaysUnknown) {
    const Gazetteer city = small_city();
    struct Row {
        const char* text;
        const char* expected;
    };
    const Row rows[] = {
        // One place is meant.
        {"户部巷", "resolved 武昌区 解放路 户部巷"},
        {"我在户部巷门口，快来人", "resolved 武昌区 解放路 户部巷"},
        {"汉味小吃第一巷", "resolved 武昌区 解放路 户部巷"},
        {"武昌火车站", "resolved 武昌区 中山路 武昌火车站"},
        {"解放路12号", "resolved 武昌区 解放路 11-20号"},
        {"解放路十二号", "resolved 武昌区 解放路 11-20号"},
        {"解放路１２號", "resolved 武昌区 解放路 11-20号"},
        {"解放路", "resolved 武昌区 解放路"},
        // Slips: by sound, a wrong one, one left out.
        {"护部巷", "resolved 武昌区 解放路 户部巷"},
        {"光谷国际广厂", "resolved 洪山区 珞喻路 光谷国际广场"},
        {"光谷国广场", "resolved 洪山区 珞喻路 光谷国际广场"},
        // The same name in several districts: asked, never guessed.
        {"人民路", "ask district [武昌区] [江汉区]"},
        {"人民路12号", "ask district [武昌区] [江汉区]"},
        {"东湖花园3栋", "ask district [武昌区] [江汉区]"},
        // The text itself tells them apart.
        {"江汉区人民路", "resolved 江汉区 人民路"},
        {"武昌人民路12号", "resolved 武昌区 人民路 1-20号"},
        {"和平大道东湖花园", "resolved 武昌区 和平大道 东湖花园"},
        {"人民路东湖花园", "resolved 江汉区 人民路 东湖花园"},
        // Several in one district are distinguished by the road.
        {"中百超市", "ask road [和平大道] [解放路]"},
        {"解放路的中百超市", "resolved 武昌区 解放路 中百超市"},
        {"户部巷旁边的中百超市", "resolved 武昌区 解放路 中百超市"},
        // Crossings: in the register, and estimated from what lies on both roads.
        {"解放路与民主路交叉口", "resolved 武昌区 解放路与民主路"},
        {"民主路和解放路路口", "resolved 武昌区 解放路与民主路"},
        {"解放路和平大道交汇处", "resolved 武昌区 解放路与和平大道"},
        // Not there.
        {"北京天安门", "unknown"},
        {"", "unknown"},
        {"救命", "unknown"},
    };
    for (const Row& row : rows)
        EXPECT_EQ(told(resolve_address(city, {row.text, {}})), row.expected) << row.text;
}

TEST(Address, ASlipInAShortNameIsAskedNotAssumed) {
    EXPECT_EQ(told(resolve_address(small_city(), {"户东巷", {}})), "ask name [武昌区 解放路 户部巷]");
}

TEST(Address, ARoadThatLiesOnItselfIsSaidOnce) {
    using enum PlaceKind;
    const Gazetteer city{{place("wuchang", district, "武昌区", "武昌区", "", at(0, 5000)),
                          place("jiefang", road, "解放路", "武昌区", "解放路", at(300, 5000))}};
    EXPECT_EQ(told(resolve_address(city, {"武昌区解放路", {}})), "resolved 武昌区 解放路");
}

TEST(Address, SaysWhatMatchedAndWhatDidNot) {
    const auto answer = resolve_address(small_city(), {"武昌区解放路99号户部巷", {}});
    ASSERT_EQ(answer.verdict, AddressVerdict::resolved);
    EXPECT_EQ(answer.place->label, "武昌区 解放路 户部巷");
    const std::vector<AddressNote> matched{{AddressPart::poi, "户部巷", "户部巷"},
                                           {AddressPart::district, "武昌区", "武昌区"},
                                           {AddressPart::road, "解放路", "解放路"}};
    EXPECT_EQ(answer.place->matched, matched);
    const auto wrong = resolve_address(small_city(), {"江汉区户部巷", {}});
    EXPECT_EQ(wrong.verdict, AddressVerdict::ask);
    EXPECT_EQ(wrong.choices[0].candidates[0].unmatched,
              (std::vector<AddressNote>{{AddressPart::district, "江汉区", "武昌区"}}));
}

TEST(Address, WhereThePhoneIsOrdersTheChoicesAndDecidesNothing) {
    const Gazetteer city = small_city();
    EXPECT_EQ(told(resolve_address(city, {"人民路", at(0, -6000)})), "ask district [江汉区] [武昌区]");
    EXPECT_EQ(told(resolve_address(city, {"人民路", at(0, 6000)})), "ask district [武昌区] [江汉区]");
}

TEST(Address, RelationsMoveThePointAndDetailsAreKept) {
    const Gazetteer city = small_city();
    const auto away = resolve_address(city, {"户部巷往东50米", {}});
    ASSERT_TRUE(away.point);
    EXPECT_EQ(away.relation.beside, Beside::away);
    EXPECT_NEAR(distance(*away.point, away.place->point).value(), 50, 0.5);
    EXPECT_GT(away.point->longitude, away.place->point.longitude);
    EXPECT_EQ(resolve_address(city, {"户部巷对面", {}}).relation.beside, Beside::opposite);
    const auto inside = resolve_address(city, {"武昌东湖花园3栋2单元501室", {}});
    ASSERT_EQ(inside.details.size(), 3U);
    EXPECT_EQ(inside.details[0].text + inside.details[1].text + inside.details[2].text, "3栋2单元501室");
}

TEST(Address, APhoneNumberIsNoHouseNumber) {
    const auto answer = resolve_address(small_city(), {"解放路13871234567", {}});
    EXPECT_EQ(told(answer), "resolved 武昌区 解放路");
    ASSERT_EQ(answer.phones.size(), 1U);
    EXPECT_EQ(answer.phones[0].reveal(), "13871234567");
}

TEST(Address, TheRegisterMayChange) {
    Gazetteer city = small_city();
    const std::size_t before = city.size();
    city.add(place("hubu", PlaceKind::poi, "户部巷", "武昌区", "民主路", at(320, 4980)));
    EXPECT_EQ(city.size(), before);
    EXPECT_EQ(told(resolve_address(city, {"户部巷", {}})), "resolved 武昌区 民主路 户部巷");
    city.remove(PlaceId{"plc_hubu"});
    city.remove(PlaceId{"plc_hubu"});
    EXPECT_EQ(told(resolve_address(city, {"户部巷", {}})), "unknown");
}

TEST(AddressProperty, AnyBytesAreAnswered) {
    const Gazetteer city = small_city();
    testing::Chance chance(21);
    const std::vector<std::string> pieces{"人民路", "12",     "号",   "\xe8", "武昌", "与",
                                          "解放",   "路",     "米",   "东",   "138",  "户部",
                                          "巷",     "交叉口", "花园", "３",   "栋",   " "};
    for (int i = 0; i < 4000; ++i) {
        std::string text;
        for (std::size_t n = chance.below(9); n > 0; --n) text += chance.pick(pieces);
        const auto answer = resolve_address(city, {text, {}});
        ASSERT_EQ(answer.verdict == AddressVerdict::resolved, answer.place.has_value());
        ASSERT_EQ(answer.verdict == AddressVerdict::ask, !answer.choices.empty()) << text;
    }
}

// A generated register of 20,000 places. Asked with a slip of the keyboard in every second text: a resolved
// answer must be right, nearly always; what cannot be told apart must be asked.
TEST(AddressLabelled, ResolvesWithSlipsAndSeldomWrongly) {
    testing::Chance chance(31);
    const std::u32string pool =
        U"东西南北中山湖江河汉武青云龙凤华光明建设解放和平民主长虹丹桂园林泉石桥沙洋金银珠宝新城福安康泰兴盛"
        U"团结前进"
        U"农航铁车水塔岭坡墩岗塘港湾洲岛松竹梅兰菊荷莲杨柳槐榆枫";
    const auto word = [&](std::size_t length) {
        std::u32string out;
        for (std::size_t i = 0; i < length; ++i) out.push_back(pool[chance.below(pool.size())]);
        return encoded(out);
    };
    const std::vector<std::string> districts{"江岸区", "江汉区", "硚口区", "汉阳区",
                                             "武昌区", "青山区", "洪山区"};
    const std::vector<std::string> kinds{"小区", "花园", "广场", "酒店", "医院",
                                         "小学", "超市", "大厦", "公寓", "菜市场"};
    std::vector<std::string> roads;
    for (int i = 0; i < 1500; ++i) roads.push_back(word(2) + "路");
    std::vector<PlaceEntry> entries;
    for (std::size_t d = 0; d < districts.size(); ++d)
        entries.push_back(place(districts[d], PlaceKind::district, districts[d], districts[d], "", at(0, 0)));
    for (int i = 0; i < 20'000; ++i)
        entries.push_back(place(std::to_string(i), PlaceKind::poi,
                                word(2 + chance.below(2)) + chance.pick(kinds), chance.pick(districts),
                                chance.pick(roads), testing::somewhere(chance)));
    const Gazetteer city(entries);
    int right = 0, wrong = 0, offered = 0, asked = 0, unknown = 0;
    constexpr int texts = 1500;
    for (int i = 0; i < texts; ++i) {
        const PlaceEntry& meant = entries[7 + chance.below(20'000)];
        std::u32string name = decoded(meant.name);
        if (i % 2 == 0) name[chance.below(name.size())] = pool[chance.below(pool.size())];
        std::string text = "我在";
        if (chance.hit(0.5)) text += meant.district;
        if (chance.hit(0.5)) text += meant.road;
        const auto answer = resolve_address(city, {text + encoded(name) + "附近", {}});
        if (answer.verdict == AddressVerdict::unknown) unknown += 1;
        if (answer.verdict == AddressVerdict::resolved)
            (answer.place->place_id == meant.place_id ? right : wrong) += 1;
        if (answer.verdict != AddressVerdict::ask) continue;
        asked += 1;
        for (const AddressChoice& choice : answer.choices)
            for (const AddressCandidate& candidate : choice.candidates)
                offered += candidate.place_id == meant.place_id ? 1 : 0;
    }
    std::printf(
        "[ measured ] address resolution, 20,000 places, every second text with a slip: resolved rightly "
        "%.3f, "
        "wrongly %.3f, asked %.3f (the place among the choices %.3f), unknown %.3f\n",
        1.0 * right / texts, 1.0 * wrong / texts, 1.0 * asked / texts, 1.0 * offered / std::max(1, asked),
        1.0 * unknown / texts);
    EXPECT_GT(right, texts * 7 / 10);
    EXPECT_LT(wrong, texts / 60);
    EXPECT_GT(right + offered, texts * 93 / 100);
}

}  // namespace
}  // namespace anlan::planning
