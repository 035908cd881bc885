// SPDX-License-Identifier: Apache-2.0

#include "report/json.hpp"

#include <boost/json.hpp>
#include <cmath>
#include <limits>

#include "report/json_text.hpp"
#include "report/wording.hpp"

namespace causa::report {

namespace {

namespace json = boost::json;
using assess::Assessment;

class Writer {
 public:
  Writer(const Assessment& assessment, const Context& context, std::string& out)
      : it_(assessment), context_(context), json_(out) {}

  void run() {
    json_.begin_object();
    json_.key("schema").value("causa.assessment/1");
    json_.key("id").value(it_.id);
    json_.key("version").value(it_.version);
    json_.key("created").value(format_time(it_.created_ms));
    json_.key("as_of").value(format_time(it_.as_of_ms));
    json_.key("config_sha256").value(it_.config_sha256);
    patient();
    complaint();
    json_.key("ranking").value(word(it_.ranking));
    json_.key("ranking_why").text_or_null(it_.ranking_why);
    each("alerts", it_.alerts, [this](const auto& entry) { alert(entry); });
    each("causes", it_.causes, [this](const auto& entry) { cause(entry); });
    states();
    must_not_miss();
    json_.key("unexplained").begin_object();
    json_.key("p").value(six_digits(it_.unexplained));
    json_.end_object();
    would_change();
    ask_next();
    each("advice", it_.advice, [this](const auto& entry) { advice(entry); });
    each("facts", it_.facts, [this](const auto& entry) { fact(entry); });
    each("ignored", it_.ignored, [this](const auto& entry) { ignored(entry); });
    json_.key("not_understood").list(it_.not_understood);
    each("findings", it_.findings, [this](const auto& entry) { finding(entry); });
    json_.key("resources").begin_object();
    json_.key("read").value(it_.resources_read);
    json_.key("used").value(it_.resources_used);
    json_.end_object();
    each("plugins", it_.modules, [this](const auto& entry) { module_used(entry); });
    json_.end_object();
  }

 private:
  /// A list of objects; `write` fills each.
  template <class T, class Write>
  void each(std::string_view key, const std::vector<T>& entries, Write write) {
    json_.key(key).begin_array();
    for (const auto& entry : entries) {
      json_.begin_object();
      write(entry);
      json_.end_object();
    }
    json_.end_array();
  }

  void number_or_null(const std::optional<double>& number) {
    if (number)
      json_.value(*number);
    else
      json_.null();
  }

  void time_or_null(std::int64_t ms) {
    if (ms == unknown_time)
      json_.null();
    else
      json_.value(format_time(ms));
  }

  void rounded_or_null(const std::optional<double>& number, double steps) {
    if (number)
      json_.value(std::round(*number * steps) / steps);
    else
      json_.null();
  }

  void range(const assess::Estimate& it) {
    json_.key("p").value(six_digits(it.p));
    json_.key("low").value(six_digits(it.low));
    json_.key("high").value(six_digits(it.high));
  }
  void estimate(std::string_view key, const assess::Estimate& it) {
    json_.key(key).begin_object();
    range(it);
    json_.end_object();
  }

  void patient() {
    json_.key("patient").begin_object();
    json_.key("id").value(it_.patient_id);
    json_.key("age_years");
    if (std::isnan(it_.age.low_years))
      json_.null();
    else
      json_.value(it_.age.low_years);
    json_.key("sex").value(word(it_.sex));
    json_.end_object();
  }

  void complaint() {
    json_.key("complaint").begin_object();
    json_.key("present").value(it_.complaint_present);
    json_.key("classes").list(it_.complaint_classes);
    json_.key("text").text_or_null(it_.complaint_text);
    json_.end_object();
  }

  void alert(const assess::RaisedAlert& it) {
    json_.key("id").value(it.id);
    json_.key("urgency").value(word(it.urgency));
    json_.key("plugin").value(module_of(it_, it.module));
    json_.key("cause").text_or_null(it.cause);
    json_.key("title").value(it.title);
    json_.key("action").value(it.action);
    json_.key("repeat_now").value(it.repeat_now);
    json_.key("value").value(it.value);
    json_.key("threshold").value(it.threshold);
    json_.key("age_hours");
    rounded_or_null(it.age_hours, 10);
    json_.key("from_text").value(it.from_text);
    json_.key("facts").list(it.facts);
    json_.key("sources").list(it.sources);
  }

  void evidence(const assess::Evidence& it) {
    json_.key("rule").value(it.rule);
    json_.key("plugin").value(module_of(it_, it.module));
    json_.key("about").value(it.about == knowledge::About::present ? "present" : "explains");
    json_.key("holds").value(word(it.outcome));
    json_.key("counted").value(word(it.counted));
    json_.key("weight_millibans").value(it.weight_millibans);
    json_.key("lr").value(six_digits(it.lr));
    json_.key("lr_published");
    number_or_null(it.lr_published);
    json_.key("ci");
    if (it.ci)
      json_.list(std::vector<double>{it.ci->low, it.ci->high});
    else
      json_.null();
    json_.key("basis").value(word(it.basis));
    json_.key("grade").text_or_null(it.grade);
    json_.key("facts").list(it.facts);
    json_.key("text").value(it.text);
    json_.key("sources").list(it.sources);
    if (!it.missing.empty()) json_.key("missing").list(it.missing);
  }

  void cause(const assess::CauseResult& it) {
    json_.key("id").value(it.id);
    json_.key("family").value(it.family);
    json_.key("role").value(word(it.role));
    json_.key("name").value(it.name);
    json_.key("plugin").value(module_of(it_, it.module));
    json_.key("rank").value(it.rank);
    numbers_of(it);
    json_.key("complaint_class").text_or_null(it.complaint_class);
    json_.key("prior").begin_object();
    range(it.prior.estimate);
    json_.key("population").value(it.prior.population);
    json_.key("basis").value(word(it.prior.basis));
    json_.end_object();
    json_.key("decided_by").text_or_null(it.decided_by);
    json_.key("chain");
    if (it.chain) {
      json_.begin_object();
      json_.key("because_of").value(it.chain->because_of);
      json_.key("f").value(six_digits(it.chain->f));
      json_.end_object();
    } else {
      json_.null();
    }
    json_.key("shown_with").text_or_null(it.chain_head);
    json_.key("judgement_only").value(it.judgement_only);
    json_.key("about_equal_to").list(it.about_equal_to);
    if (const auto hemolyzed = hemolyzed_facts(it_, it); !hemolyzed.empty())
      json_.key("hemolyzed_facts").list(hemolyzed);
    each("evidence", it.evidence, [this](const auto& entry) { evidence(entry); });
  }

  /// An idiopathic cause is placed by rule, not by numbers.
  void numbers_of(const assess::CauseResult& it) {
    if (is_placed_by_rule(it)) {
      for (const char* key : {"explains", "present", "accounts_for"}) json_.key(key).null();
      return;
    }
    estimate("explains", it.explains);
    estimate("present", it.present);
    estimate("accounts_for", it.accounts_for);
  }

  void states() {
    each("states", it_.states, [this](const assess::State& state) {
      json_.key("id").value(state.id);
      json_.key("name").value(state.name);
      estimate("present", state.present);
    });
  }

  void must_not_miss() {
    each("must_not_miss", it_.must_not_miss, [this](const assess::MustNotMiss& cause) {
      json_.key("id").value(cause.id);
      json_.key("name").value(cause.name);
      json_.key("action").text_or_null(cause.action);
      constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
      estimate("present",
               is_judged(cause) ? cause.present : assess::Estimate{unknown, unknown, unknown});
    });
  }

  /// Of the smallest sets the first; empty: none is small. would_change_to has them all.
  void would_change() {
    if (!context_.would_change) {
      json_.key("would_change").null();
      json_.key("would_change_to").null();
      return;
    }
    const auto& changes = *context_.would_change;
    json_.key("would_change")
        .list(changes.empty() ? std::vector<std::string>() : changes.front().without);
    each("would_change_to", changes, [this](const assess::WouldChange& change) {
      json_.key("without").list(change.without);
      json_.key("first").value(change.first);
    });
  }

  void ask_next() {
    if (!context_.ask_next) return json_.key("ask_next").null();
    each("ask_next", *context_.ask_next, [this](const assess::Question& it) {
      json_.key("concept").value(it.concept_id);
      json_.key("kind").value(word(it.kind));
      json_.key("bits").value(it.bits);
      json_.key("could_alert").value(it.could_alert);
      json_.key("text").value(question_words(it));
    });
  }

  void fact(const assess::ShownFact& it) {
    json_.key("concept").value(it.concept_id);
    json_.key("name").value(it.name);
    json_.key("state").value(word(it.state));
    json_.key("comparator");
    if (it.comparator != record::Comparator::none)
      json_.value(sign(it.comparator));
    else
      json_.null();
    json_.key("value");
    number_or_null(it.value);
    json_.key("unit").text_or_null(it.unit);
    json_.key("time");
    time_or_null(it.time_ms);
    json_.key("start");
    time_or_null(it.start_ms);
    json_.key("age_days");
    rounded_or_null(it.age_days, 100);
    reference_range(it);
    json_.key("laterality").text_or_null(it.laterality);
    json_.key("source").text_or_null(it.source);
    json_.key("matched_text").text_or_null(it.matched_text);
    json_.key("derived_from").text_or_null(it.derived_from);
    json_.key("quality").list(qualities(it.quality));
    original(it);
  }

  void reference_range(const assess::ShownFact& it) {
    json_.key("reference_range");
    if (!it.reference_low && !it.reference_high) return json_.null();
    json_.begin_array();
    number_or_null(it.reference_low);
    number_or_null(it.reference_high);
    json_.end_array();
  }

  void original(const assess::ShownFact& it) {
    json_.key("original");
    if (it.original_code.empty() && !it.original_value) return json_.null();
    json_.begin_object();
    json_.key("value");
    number_or_null(it.original_value);
    json_.key("unit").text_or_null(it.original_unit);
    json_.key("code").text_or_null(it.original_code);
    json_.end_object();
  }

  void advice(const assess::GivenAdvice& it) {
    json_.key("kind").value(word(it.kind));
    json_.key("for").value(it.for_cause);
    json_.key("id").value(it.id);
    json_.key("plugin").value(module_of(it_, it.module));
    json_.key("text").value(it.text);
    json_.key("sources").list(it.sources);
    json_.key("withheld");
    if (it.withheld.empty()) {
      json_.null();
    } else {
      json_.begin_object();
      json_.key("reason").value(it.withheld);
      json_.key("plugin").value(module_of(it_, it.withheld_by));
      json_.end_object();
    }
    json_.key("only_after_checking").list(it.check);
  }

  void ignored(const record::Ignored& it) {
    json_.key("source").value(it.source);
    json_.key("reason").value(it.reason);
    json_.key("count").value(it.count);
    json_.key("examples").list(it.examples);
  }

  void finding(const lint::Finding& it) {
    json_.key("id").value(it.id);
    json_.key("severity").value(word(it.severity));
    json_.key("safety").value(it.safety);
    json_.key("place").text_or_null(it.place);
    json_.key("message").value(it.message);
    json_.key("cure").text_or_null(it.cure);
  }

  void module_used(const assess::ModuleUsed& it) {
    json_.key("id").value(it.id);
    json_.key("version").text_or_null(it.version);
    json_.key("sha256").text_or_null(it.sha256);
    json_.key("status").value(word(it.status));
    json_.key("approved").value(it.approved);
    json_.key("approved_by").text_or_null(it.approved_by);
    json_.key("allowed_because").text_or_null(it.allowed_because);
    reviewed(context_.manifest(static_cast<std::uint32_t>(&it - it_.modules.data())));
    json_.key("why").text_or_null(it.why);
    json_.key("ran_in").text_or_null(word(it.ran_in));
    json_.key("microseconds").value(it.microseconds);
  }

  void reviewed(const knowledge::Manifest* manifest) {
    json_.key("reviewed");
    if (manifest == nullptr || !manifest->attributes.reviewed_by) return json_.null();
    const knowledge::Attributes& attributes = manifest->attributes;
    json_.begin_object();
    json_.key("by").value(*attributes.reviewed_by);
    json_.key("on").text_or_null(attributes.reviewed_on.value_or(""));
    json_.key("until").text_or_null(attributes.reviewed_until.value_or(""));
    json_.end_object();
  }

  const Assessment& it_;
  const Context& context_;
  JsonText json_;
};

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

}  // namespace

json::object finding_json(const lint::Finding& it) {
  return {{"id", it.id},           {"severity", word(it.severity)},
          {"safety", it.safety},   {"place", text_or_null(it.place)},
          {"message", it.message}, {"cure", text_or_null(it.cure)}};
}

std::string to_json(const Assessment& it, const Context& context) {
  std::string out;
  Writer(it, context, out).run();
  return out;
}

}  // namespace causa::report
