// Who may do what, worked out a second time and another way than access::may(): from the list of a role's
// patterns to the set of spellings of a permission, and from where a record was put to whether it is seen.
// When the two disagree, one of them is wrong, and a person looks.
#pragma once
#include "access_world_test_support.hpp"

namespace anlan::access_world {

class Oracle {
public:
    explicit Oracle(const access::AccessRules& rules)
        : given_(rules.shared_permissions.begin(), rules.shared_permissions.end()),
          persons_(rules.persons_only.begin(), rules.persons_only.end()),
          lent_(rules.service_key_roles.begin(), rules.service_key_roles.end()) {
        for (const auto& role : rules.roles) {
            patterns_[role.role] = {role.permissions.begin(), role.permissions.end()};
            if (role.reach == access::Reach::shared_only) guests_.insert(role.role);
            if (role.level == "station" || role.level == "beat") below_district_.insert(role.role);
        }
        for (const auto& purpose : rules.purposes) purposes_.insert(purpose.code);
    }

    // What `to` was given besides: all that `role` holds, for records that lie there and for no others.
    void give(const std::string& to, const std::string& role, Relation there) {
        stand_in_[to] = {role, there};
    }

    bool stands_in(const std::string& role, Relation there) const {
        const auto given = stand_in_.find(role);
        return given != stand_in_.end() && given->second.second == there;
    }

    // A machine's key at the post of a role, good for these patterns only; asked about as a role by its name.
    void add_key(const std::string& name, const std::string& role, std::set<std::string> patterns) {
        patterns_[name] = patterns_.at(role);
        if (guests_.contains(role)) guests_.insert(name);
        if (below_district_.contains(role)) below_district_.insert(name);
        keys_[name] = lent_.contains(role) ? std::move(patterns) : std::set<std::string>{};
    }
    bool is_key(const std::string& role) const { return keys_.contains(role); }

    bool holds(const std::string& role, const std::string& permission) const {
        if (holds_itself(role, permission)) return true;
        const auto given = stand_in_.find(role);
        return given != stand_in_.end() && spelled_in(patterns_.at(given->second.first), permission);
    }
    bool purpose_stands(const std::string& purpose) const {
        return purpose.empty() || purposes_.contains(purpose);
    }
    // Whether the record's place, or what was shared, lets the post do this to it.
    bool reaches(const std::string& role, const std::string& permission, Relation relation) const {
        const bool guest = guests_.contains(role);
        switch (relation) {
            case Relation::inside:
                return !guest && !(is_of_a_district(permission) && below_district_.contains(role));
            case Relation::no_place:
                return !guest;
            case Relation::outside:
                return false;
            case Relation::shared:
            case Relation::shared_summary:
                return spelled_in(given_, permission);
            case Relation::held:
                return true;
        }
        return false;
    }

    bool may(const std::string& role, const std::string& permission, const std::string& purpose,
             Relation relation) const {
        if (!purpose_stands(purpose)) return false;
        if (holds_itself(role, permission) && reaches(role, permission, relation)) return true;
        const auto given = stand_in_.find(role);
        if (given == stand_in_.end() || !spelled_in(patterns_.at(given->second.first), permission))
            return false;
        // A record that lies nowhere yet is everybody's whose role allows it; a share is with the other post.
        return relation == given->second.second || relation == Relation::no_place;
    }
    bool sees_by_area(const std::string& role) const { return !guests_.contains(role); }

private:
    // A day's list is the whole district's: no station is over it.
    static bool is_of_a_district(const std::string& permission) {
        return permission.starts_with("selection.") || permission.starts_with("bulletin.");
    }
    bool holds_itself(const std::string& role, const std::string& permission) const {
        const auto key = keys_.find(role);
        const bool by_key =
            key == keys_.end() || (spelled_in(key->second, permission) && !spelled_in(persons_, permission));
        return by_key && spelled_in(patterns_.at(role), permission);
    }
    static bool spelled_in(const std::set<std::string>& patterns, const std::string& permission) {
        const auto dot = permission.find('.');
        for (const auto& spelling :
             {std::string{"*"}, permission, permission.substr(0, dot) + ".*", "*" + permission.substr(dot)})
            if (patterns.contains(spelling)) return true;
        return false;
    }

    std::map<std::string, std::pair<std::string, Relation>> stand_in_;
    std::set<std::string> given_;
    std::set<std::string> persons_;  // what no key gives
    std::set<std::string> lent_;     // where a key may sit
    std::set<std::string> guests_;   // who see only what is shared with them
    std::set<std::string> below_district_;
    std::map<std::string, std::set<std::string>> patterns_;
    std::map<std::string, std::set<std::string>> keys_;
    std::set<std::string> purposes_;
};

}  // namespace anlan::access_world
