// What the receipt's pages share: their frame, their style, and how instants and sentences are written.
#pragma once
#include "api/html.hpp"
#include "api/receipt_page.hpp"

namespace anlan::api {

// "8:14" today, "27 Nov 8:14" on another day.
std::string when(Instant at, const PageSetup& setup);
// The sentence with its {} filled in.
std::string filled(Said said, const PageSetup& setup, std::string_view first, std::string_view second = {});

void say_time(Html& html, Instant at, const PageSetup& setup);  // <time>
// Everything up to <main>; `aside` is the path behind the link that the change of language stays on.
void begin_page(Html& html, std::string_view title, const PageSetup& setup, std::string_view aside);
void end_page(Html& html, const PageSetup& setup);
// "/r/<link>/<action>?lang=en"
std::string path_of(const PageSetup& setup, std::string_view action, Tongue tongue);

}  // namespace anlan::api
