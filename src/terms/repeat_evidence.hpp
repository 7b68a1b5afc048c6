// What speaks for and against two reports being about one matter, and the weights of it: the rulebook states
// them (matter.toml), the finder weighs by them (planning/repeat_finder.hpp), a matter keeps what was found.
//
// The weights are those of Fellegi and Sunter (A Theory for Record Linkage, JASA 64, 1969): a level of
// agreement counts log2(m / u) bits, m being how often two reports of one matter agree so, u how often two
// of different matters do. A value that few reports have counts more than one that many have: log2(1 / share)
// of it, up to the level's `most` (Winkler 1990).
#pragma once
#include "base/personal_text.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace anlan {

// The levels. Of place one is said at most; of names and words one for, or one against.
BOOST_DEFINE_ENUM_CLASS(EvidenceKind, same_number, other_number, same_door, same_room, other_door, at_point,
                        near_by, around, far_off, place_name, other_place_name, full_name, nickname, surname,
                        other_names, words, rare_words, other_words, same_amount, same_class, same_kind,
                        other_kind, said_again, long_ago)

// One reason, shown to whoever decides. `words` are cut from the later report as it is written.
struct Evidence {
    EvidenceKind kind{};
    double bits = 0;
    std::optional<double> metres;
    std::optional<int> months;  // apart
    std::vector<PersonalText> words;

    friend bool operator==(const Evidence&, const Evidence&) = default;
};
BOOST_DESCRIBE_STRUCT(Evidence, (), (kind, bits, metres, months, words))

struct RepeatWeights {
    double before = 0;       // bits against it before anything is known
    double least = 0;        // bits at which a link is proposed
    double same_number = 0;  // less where many reports have it: that of a porter, a shop
    double other_number = 0;
    double same_door = 0;   // number of building, unit and room, as far as both name them
    double same_room = 0;   // another building's number in one of them: a slip, or another door
    double other_door = 0;  // of one building
    double at_point = 0;
    double near_by = 0;
    double around = 0;
    double far_off = 0;
    double place_name = 0;  // what both say of the place: at a share of `place_name_full`
    double place_name_full = 1;
    double other_place_name = 0;  // none of it, though both name one
    double full_name_most = 0;
    double nickname_most = 0;
    double surname_most = 0;
    double names_most = 0;  // of all names together
    double other_names = 0;
    double words = 0;  // at a share of `words_full` of the lesser wording; in between in proportion
    double words_full = 1;
    double other_words = 0;       // where no wording is shared
    double rare_words = 0;        // for the rarest run of characters in common, beyond that
    double same_amount_most = 0;  // a number of three digits and more in both texts
    double same_class = 0;
    double same_kind = 0;  // another class of one kind of dispute
    double other_kind = 0;
    double said_again = 0;  // "上次", "又来"
    double each_month = 0;  // apart
    double at_point_metres = 0;
    double near_by_metres = 0;
    double around_metres = 0;

    friend bool operator==(const RepeatWeights&, const RepeatWeights&) = default;
};
BOOST_DESCRIBE_STRUCT(RepeatWeights, (),
                      (before, least, same_number, other_number, same_door, same_room, other_door, at_point,
                       near_by, around, far_off, place_name, place_name_full, other_place_name,
                       full_name_most, nickname_most, surname_most, names_most, other_names, words,
                       words_full, other_words, rare_words, same_amount_most, same_class, same_kind,
                       other_kind, said_again, each_month, at_point_metres, near_by_metres, around_metres))

// Classes of incidents that one dispute may be taken down as.
struct DisputeKind {
    std::string code;
    std::string zh;
    std::string en;
    std::vector<std::string> classes;

    friend bool operator==(const DisputeKind&, const DisputeKind&) = default;
};
BOOST_DESCRIBE_STRUCT(DisputeKind, (), (code, zh, en, classes))

// How reports of this city write names, doors and "again". Of one character each where it says characters.
struct RepeatWording {
    std::string surnames;                      // characters
    std::vector<std::string> before_surname;   // 老, 小
    std::vector<std::string> after_surname;    // 某, 师傅, 阿姨
    std::vector<std::string> before_name;      // 叫, 邻居: a full name may follow
    std::string around_name;                   // characters that end what may be a name
    std::vector<std::string> no_names;         // 老板, 小区: begin like one and are none
    std::vector<std::string> before_nickname;  // 外号
    std::vector<std::string> building;         // 栋, 号楼: what follows the number
    std::vector<std::string> unit;             // 单元
    std::vector<std::string> room;             // 室
    std::vector<std::string> room_before;      // apt
    std::vector<std::string> again;            // 上次, 又来
    std::vector<std::string> alike;            // characters that are taken for one another: 黎李, 汪王

    friend bool operator==(const RepeatWording&, const RepeatWording&) = default;
};
BOOST_DESCRIBE_STRUCT(RepeatWording, (),
                      (surnames, before_surname, after_surname, before_name, around_name, no_names,
                       before_nickname, building, unit, room, room_before, again, alike))

struct RepeatRules {
    RepeatWeights weights;
    RepeatWording wording;
    std::vector<DisputeKind> kinds;  // at most 32

    friend bool operator==(const RepeatRules&, const RepeatRules&) = default;
};
BOOST_DESCRIBE_STRUCT(RepeatRules, (), (weights, wording, kinds))

}  // namespace anlan
