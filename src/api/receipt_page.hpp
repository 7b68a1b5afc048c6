// The page behind a caller's link: plain HTML, no script, one style whose hash the policy names.
#pragma once
#include "access/access_rules.hpp"
#include "api/receipt_words.hpp"
#include "views/receipts.hpp"

#include <optional>
#include <string>

namespace anlan::api {

// What the page is made for: who reads it, by which link, when.
struct PageSetup {
    Tongue tongue = Tongue::zh;
    Minutes civil_offset{0};
    std::string link;  // as it stands in the path
    Instant now;
    std::string form_id;  // a form that is sent twice is carried out once
    std::string emergency_number;
};

// What stands above the page after something was sent.
struct Notice {
    Said words;
    bool wrong = false;
    std::string typed = {};  // kept in the form, where it was not taken
};

std::string receipt_page(const views::ReceiptPage& page, const PageSetup& setup,
                         const std::optional<Notice>& notice);
std::string data_page(const views::ReceiptData& data, const PageSetup& setup,
                      const access::AccessRules& access);
// The same for every link that opens nothing: in both languages, and without the link.
std::string closed_page(Said title, Said why, const PageSetup& setup);

// The Content-Security-Policy of all of them.
const std::string& page_policy();

}  // namespace anlan::api
