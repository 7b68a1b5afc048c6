// What accounts and sessions refuse, and the rules for logins and passwords.
#pragma once
#include "ports/service_keys.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace anlan::adapters::identity {

kernel::Refusal throttled();
kernel::Refusal busy();
kernel::Refusal one_way();
kernel::Refusal account_changed();
kernel::Refusal wrong_credentials();
kernel::Refusal account_locked();
kernel::Refusal account_unconfirmed();
kernel::Refusal no_post();
kernel::Refusal post_required();
kernel::Refusal post_not_granted();
kernel::Refusal login_taken();
kernel::Refusal account_unknown();
kernel::Refusal session_unknown();
kernel::Refusal second_factor_required();
kernel::Refusal code_wrong();
kernel::Refusal sign_in_again();
kernel::Refusal already_enrolled();
kernel::Refusal not_begun();
kernel::Refusal nothing_enrolled();
kernel::Refusal enrolment_code_required();
kernel::Refusal enrolment_code_wrong();
kernel::Refusal enrolment_is_over();
kernel::Refusal key_unknown();
kernel::Refusal passkey_malformed();
kernel::Refusal passkey_challenge();
kernel::Refusal passkey_origin();
kernel::Refusal passkey_not_verified();
kernel::Refusal passkey_signature();
kernel::Refusal passkey_counter();
kernel::Refusal passkey_unknown();
kernel::Refusal passkey_name_invalid();
kernel::Refusal too_many_passkeys();
kernel::Refusal not_linked();
kernel::Refusal subject_taken();
kernel::Refusal subject_invalid();

std::string folded(std::string_view login);  // "Li.Na" and "li.na" are one login
std::optional<kernel::Refusal> fault_in_login(std::string_view folded_login);
std::optional<kernel::Refusal> fault_in_password(std::string_view folded_login, const PersonalText& password);
std::optional<kernel::Refusal> fault_in_grant(const ports::PostGrant& grant);
std::optional<kernel::Refusal> fault_in_key(const ports::ServiceKeyWanted& wanted, Instant now);

}  // namespace anlan::adapters::identity
