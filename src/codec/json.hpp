// JSON for described types: the one text form of commands, events, states and answers. Nothing is registered:
// BOOST_DESCRIBE_STRUCT and BOOST_DEFINE_ENUM_CLASS beside the type are all that is needed.
//
//   struct Report { CallId call_id; std::optional<GeoPoint> point; Seconds waited_for; };
//   BOOST_DESCRIBE_STRUCT(Report, (), (call_id, point, waited_for))
//
//   auto report = read_json<Report>(body, Unknown::refuse);   // or JsonError{".point.latitude", "a number"}
//   std::string text = to_json(*report);                      // {"call_id":"cal_1","waited_for":30}
//
// clang-format off
// | C++                                   | JSON                                                       |
// |---------------------------------------|------------------------------------------------------------|
// | bool, integers, double                | as such; integers in the range of their type, doubles finite|
// | std::string                           | text, valid UTF-8; from outside no control characters but  |
// |                                       | tab, line feed and carriage return                         |
// | Strong<Tag, T>                        | as T; from outside an id has at most 200 bytes             |
// | Instant                               | RFC 3339 text                                              |
// | durations                             | integer, in the duration's own unit                        |
// | std::optional<T>                      | left out when empty; null or missing is read as empty      |
// | std::vector, std::set                 | list; a set refuses an entry said twice                    |
// | std::map<std::string or id, T>        | object                                                     |
// | described enum, described struct      | the enumerator's name; object                              |
// | PersonalText                          | text, "x-personal" in the schema; {"erased":true} once gone|
// | RawJson                               | any JSON, carried through                                  |
// clang-format on
//
// A member said twice is refused. A missing member keeps its default under Unknown::ignore; under
// Unknown::refuse only optional, list, set, map, PersonalText and bool may be missing.
#pragma once
#include "codec/json_read.hpp"
#include "codec/json_schema.hpp"
#include "codec/json_write.hpp"
