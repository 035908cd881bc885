// SPDX-License-Identifier: Apache-2.0

#include "cli/feedback_body.hpp"

#include <fmt/core.h>

#include <boost/json.hpp>

#include "base/byte_order_mark.hpp"
#include "base/time.hpp"

namespace causa::cli {

namespace {

namespace json = boost::json;

constexpr std::int64_t clocks_differ_ms = std::int64_t{5} * 60 * 1000;

/// Reads one entry; the first thing that is wrong stays.
class EntryReader {
 public:
  explicit EntryReader(std::string place) : place_(std::move(place)) {}

  Result<store::Feedback> read(const json::value& value) {
    const json::object* entry = value.if_object();
    if (entry == nullptr) {
      fail("", "is no object", "write {\"card\": ..., \"outcome\": ..., ...}");
      return *wrong_;
    }
    store::Feedback feedback;
    feedback.card = text(*entry, "card", "", true);
    read_outcome(*entry, feedback);
    read_time(*entry, feedback);
    read_suggestions(*entry, feedback);
    read_reason(*entry, feedback);
    if (wrong_) return *wrong_;
    return feedback;
  }

 private:
  void fail(const std::string& member, std::string message, std::string cure) {
    if (!wrong_) wrong_ = input_error(place_ + member, std::move(message), std::move(cure));
  }

  /// A member that is absent or null is empty; `path` is that of the object.
  std::string text(const json::object& object, const char* name, const std::string& path,
                   bool required) {
    const json::value* value = object.if_contains(name);
    const std::string member = fmt::format("{}.{}", path, name);
    if (value == nullptr || value->is_null()) {
      if (required) fail(member, "is missing", "every answer names it");
      return {};
    }
    const json::string* string = value->if_string();
    if (string == nullptr) {
      fail(member, "is no text", "write a JSON string");
      return {};
    }
    if (required && string->empty()) fail(member, "is empty", "every answer names it");
    return {string->data(), string->size()};
  }

  void read_outcome(const json::object& entry, store::Feedback& feedback) {
    const std::string outcome = text(entry, "outcome", "", true);
    if (outcome == "overridden")
      feedback.outcome = store::FeedbackOutcome::overridden;
    else if (outcome != "accepted" && !outcome.empty())
      fail(".outcome", "is neither accepted nor overridden", "write one of the two");
  }

  void read_time(const json::object& entry, store::Feedback& feedback) {
    const std::string written = text(entry, "outcomeTimestamp", "", true);
    if (written.empty()) return;
    const auto instant = read_answer_time(written);
    if (instant)
      feedback.outcome_ms = *instant;
    else
      fail(".outcomeTimestamp", instant.error().message, instant.error().cure);
  }

  void read_suggestions(const json::object& entry, store::Feedback& feedback) {
    const json::value* value = entry.if_contains("acceptedSuggestions");
    if (value == nullptr || value->is_null()) return;
    const json::array* list = value->if_array();
    if (list == nullptr)
      return fail(".acceptedSuggestions", "is no array", "write [{\"id\": ...}]");
    for (std::size_t i = 0; i < list->size(); ++i) {
      const std::string path = fmt::format(".acceptedSuggestions[{}]", i);
      const json::object* suggestion = (*list)[i].if_object();
      if (suggestion == nullptr) return fail(path, "is no object", "write {\"id\": ...}");
      feedback.suggestions.push_back(text(*suggestion, "id", path, true));
    }
  }

  void read_reason(const json::object& entry, store::Feedback& feedback) {
    const json::object* override_reason = object(entry, "overrideReason", "");
    if (override_reason == nullptr) return;
    feedback.comment = text(*override_reason, "userComment", ".overrideReason", false);
    const json::object* reason = object(*override_reason, "reason", ".overrideReason");
    if (reason == nullptr) return;
    const std::string path = ".overrideReason.reason";
    feedback.reason_system = text(*reason, "system", path, false);
    feedback.reason_code = text(*reason, "code", path, false);
    feedback.reason_display = text(*reason, "display", path, false);
  }

  const json::object* object(const json::object& parent, const char* name,
                             const std::string& path) {
    const json::value* value = parent.if_contains(name);
    if (value == nullptr || value->is_null()) return nullptr;
    const json::object* object = value->if_object();
    if (object == nullptr) fail(fmt::format("{}.{}", path, name), "is no object", "write {...}");
    return object;
  }

  std::string place_;
  std::optional<Error> wrong_;
};

}  // namespace

Result<std::vector<FeedbackEntry>> read_feedback_body(std::string_view body) {
  body = without_byte_order_mark(body);
  boost::system::error_code fault;
  const json::value value = json::parse({body.data(), body.size()}, fault);
  if (fault)
    return input_error("$", "is no JSON: " + fault.message(),
                       "send the body of one CDS Hooks feedback request");
  const json::object* object = value.if_object();
  const json::value* list = object == nullptr ? nullptr : object->if_contains("feedback");
  const json::array* entries = list == nullptr ? nullptr : list->if_array();
  if (entries == nullptr)
    return input_error("$.feedback", "is missing or no array",
                       "send {\"feedback\": [{\"card\": ..., \"outcome\": ...}]}");
  std::vector<FeedbackEntry> read;
  for (std::size_t i = 0; i < entries->size(); ++i) {
    std::string place = fmt::format("$.feedback[{}]", i);
    Result<store::Feedback> feedback = EntryReader(place).read((*entries)[i]);
    read.push_back({std::move(place), std::move(feedback)});
  }
  return read;
}

Result<std::int64_t> read_answer_time(std::string_view text) {
  const auto span = parse_time(text);
  const std::size_t clock = text.find('T');
  const bool offset = clock != std::string_view::npos &&
                      text.find_first_of("Zz+-", clock) != std::string_view::npos;
  if (!span || !offset)
    return input_error({}, "is no instant of RFC 3339", "write 2026-11-23T09:15:00Z");
  if (span->earliest_ms > now_ms() + clocks_differ_ms)
    return input_error({}, "lies in the future",
                       "write when the answer was given; check the clock that it was taken from");
  return span->earliest_ms;
}

}  // namespace causa::cli
