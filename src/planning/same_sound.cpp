// Groups of characters that sound alike (tones aside) and stand in names of roads, estates and shops. The
// first of a group stands for all. Confusions of near sounds that a southern ear does not keep apart (n/l,
// in/ing, z/zh) are in.
#include "planning/text.hpp"

#include <algorithm>
#include <array>

namespace anlan::planning {
namespace {

constexpr std::u32string_view groups =
    U"园圆元原源院苑远缘 湖胡葫糊沪虎护户 江姜将疆匠 家佳嘉加甲 华花化画桦 城成诚程承澄盛 "
    U"东冬栋董洞 路陆鹿录禄绿庐芦炉 西溪锡希熙喜曦 南兰蓝楠岚览 北贝倍 中忠钟众仲 山珊删善 "
    U"水睡 河和合何荷禾贺赫 海还亥 桥乔侨 街接杰洁节 道到稻岛 大达答 小晓筱 "
    U"新心馨欣鑫辛信星兴 村春纯 镇振阵震珍真贞 光广 明名铭鸣民敏闽 安岸庵 平萍坪屏凭 "
    U"福富付府阜复傅芙 龙隆珑 金锦今津晋进近 银音英鹰迎营盈影映应 玉御豫裕育钰雨宇羽语瑜喻 "
    U"建健剑涧简 国果郭锅 文闻汶纹 武五午舞伍吴梧 汉翰瀚汗 昌常长场尝畅 阳杨洋扬羊样 "
    U"青清庆卿轻 红宏洪虹鸿弘 黄皇煌凰 白百柏佰 丽利立力里理礼李历荔黎离 美梅枚煤 "
    U"景井静敬竞京晶精净 泰太台 天田甜添 地第帝弟迪 人仁任 馆管官关冠莞 店电殿甸 站占展 "
    U"楼娄 号好浩昊豪 动冻 室市世石是实士史事视狮 校孝笑 学雪血 医一义艺宜怡益翼仪 "
    U"公工功宫弓共贡供 司思丝四寺 机基吉集济季纪继技积极 苏素宿 州洲舟周 汇惠会慧徽辉晖回 "
    U"港岗刚钢 高皋 翔祥湘香乡项向 飞非菲 云运韵芸 月越岳悦粤 风丰峰锋枫凤封 松送嵩 "
    U"竹珠朱主祝筑柱 林琳临邻 森生升胜圣 桂贵归规 桃陶涛滔 柳刘流六留 榆余鱼渔 堡宝保葆 "
    U"坊方房芳放防 区渠曲 庄装状 寨债 沟够 湾弯万 滩谈潭坛 沙莎砂纱 塘唐堂糖棠 泉全权 "
    U"岭领灵铃凌 坡泊 坝巴八霸 闸扎 码马玛 头投 口扣 角脚 顺舜 业叶夜野 "
    U"器气汽起齐旗奇启祺七琪 材才财彩 康抗 宁凝 谐协 正政郑征证 勇永泳咏 雄熊 仙先鲜线宪 "
    U"姑古谷鼓 鹏朋彭 鲁卢 浦普埔 陂皮 庙妙苗淼 祠词 墩敦 磨墨莫 都督 同桐铜童通彤 "
    U"志至智致治 德得 厚后候 博波 交娇骄 客科可克 轮仑 船传川 航杭 铁帖 双霜 亚雅 "
    U"联连莲涟 友有优又佑幼 商伤尚 贸茂冒 步布部 创窗 软阮 物务雾 未魏卫围维伟 鼎顶丁定 "
    U"尊遵 墅树书舒术 郡君军均 轩宣萱 阁格 庭亭廷停 居局聚巨 社设射 琴勤秦芹沁 蔡菜 "
    U"邓灯等登 吕律 施师诗 张章 曹草 严言岩沿延燕艳 戴代带 夏下霞 谢榭 窑瑶遥耀尧药 "
    U"潘攀 范饭 郎朗浪 鲍包 左佐 崔翠 邢形 裴培 荣容融蓉榕 芮瑞 储处 段缎 牧木目沐穆 "
    U"班板版 秋邱丘球 在再 做作坐 他她它 那哪 被背";

// Character and representative, by character.
struct Alike {
    char32_t character = 0;
    char32_t representative = 0;
    std::size_t order = 0;
};

constexpr std::size_t count_characters() {
    std::size_t count = 0;
    for (const char32_t c : groups)
        if (c != U' ') ++count;
    return count;
}

template <class Table>
constexpr const Alike* find_first(const Table& table, char32_t character) {
    const auto found = std::lower_bound(table.begin(), table.end(), character,
                                        [](const Alike& alike, char32_t c) { return alike.character < c; });
    return found != table.end() && found->character == character ? &*found : nullptr;
}

// By character, then by order of naming: the first group that names a character keeps it. A representative
// that an earlier group has claimed stands for what that group's first stands for.
constexpr auto sorted_table() {
    std::array<Alike, count_characters()> table{};
    std::size_t filled = 0;
    char32_t representative = 0;
    for (const char32_t c : groups) {
        if (c == U' ') {
            representative = 0;
            continue;
        }
        if (representative == 0) representative = c;
        table[filled] = {c, representative, filled};
        ++filled;
    }
    std::sort(table.begin(), table.end(), [](const Alike& a, const Alike& b) {
        return a.character != b.character ? a.character < b.character : a.order < b.order;
    });
    const auto named = table;
    for (Alike& alike : table) alike.representative = find_first(named, alike.representative)->representative;
    return table;
}

}  // namespace

char32_t same_sound(char32_t character) {
    static constexpr auto table = sorted_table();
    const Alike* alike = find_first(table, character);
    return alike != nullptr ? alike->representative : character;
}

}  // namespace anlan::planning
