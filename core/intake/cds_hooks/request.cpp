// SPDX-License-Identifier: Apache-2.0

#include "intake/cds_hooks/request.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/byte_order_mark.hpp"
#include "intake/cds_hooks/service.hpp"
#include "intake/fhir/bundle.hpp"
#include "intake/fhir/json.hpp"

namespace causa::intake::cds_hooks {

namespace {

using fhir::Trouble;
namespace ondemand = simdjson::ondemand;

enum class Part : std::uint8_t { none, hook, instance, context, prefetch };
constexpr fhir::FieldTable<Part> parts({{"hook", Part::hook},
                                        {"hookInstance", Part::instance},
                                        {"context", Part::context},
                                        {"prefetch", Part::prefetch}});

constexpr std::string_view request_cure =
    "send the request as CDS Hooks 2.0 describes it: hook, hookInstance, context, prefetch";

struct Given {
  std::string_view key;
  std::string_view json;  ///< as it stands in the request; empty: null
  bool failed = false;    ///< an OperationOutcome
};

class RequestReader {
 public:
  RequestReader(std::string_view bytes, std::string_view place, const Limits& limits)
      : padded_(bytes), size_(bytes.size()), place_(place), limits_(limits) {
    padded_.append(padding_bytes, '\0');
  }

  Answerable run() {
    if (size_ > limits_.document_bytes)
      return refuse("", fmt::format("larger than {} bytes", limits_.document_bytes),
                    "ask for less in prefetch");
    if (!read()) return broken();
    if (auto refusal = check()) return *refusal;
    return read_patient();
  }

 private:
  bool read() {
    ondemand::object object;
    simdjson::error_code code = parser_.iterate(padded_.data(), size_, padded_.size()).get(json_);
    begun_ = code == simdjson::SUCCESS;
    if (begun_) code = json_.get_object().get(object);
    if (code == simdjson::INCORRECT_TYPE)
      return trouble_.wrong("the request must be a JSON object", std::string(request_cure));
    if (code != simdjson::SUCCESS) return trouble_.syntax(code);
    const bool good =
        fhir::each_field(trouble_, object, parts,
                         [&](Part part, ondemand::value value) { return take(part, value); });
    if (!good) return false;
    const char* rest = nullptr;
    return json_.current_location().get(rest) != simdjson::SUCCESS ||
           trouble_.syntax(simdjson::TRAILING_CONTENT);
  }

  bool take(Part part, ondemand::value value) {
    switch (part) {
      case Part::hook:
        return fhir::read_text(trouble_, value, hook_);
      case Part::instance:
        return fhir::read_text(trouble_, value, instance_);
      case Part::context:
        return read_context(value);
      case Part::prefetch:
        return read_prefetch(value);
      case Part::none:
        break;
    }
    return true;
  }

  bool read_context(ondemand::value value) {
    ondemand::object object;
    if (const auto code = value.get_object().get(object))
      return trouble_.wrong_type("an object", value, code);
    return fhir::each_property(trouble_, object, [&](std::string_view key, ondemand::value inner) {
      return key != "patientId" || fhir::read_text(trouble_, inner, patient_id_);
    });
  }

  bool read_prefetch(ondemand::value value) {
    ondemand::object object;
    if (const auto code = value.get_object().get(object))
      return fhir::take_null(value) || trouble_.wrong_type("an object", value, code);
    return fhir::each_property(trouble_, object, [&](std::string_view key, ondemand::value inner) {
      if (std::any_of(given_.begin(), given_.end(),
                      [&](const Given& one) { return one.key == key; }))
        return trouble_.wrong("given twice", "give each key once");
      return read_given(key, inner);
    });
  }

  bool read_given(std::string_view key, ondemand::value value) {
    Given given{key, {}, false};
    ondemand::object object;
    if (const auto code = value.get_object().get(object)) {
      if (!fhir::take_null(value)) return trouble_.wrong_type("a resource", value, code);
      given_.push_back(given);
      return true;
    }
    ondemand::value type;
    std::string_view name;
    auto code = object.find_field_unordered("resourceType").get(type);
    if (code == simdjson::SUCCESS)
      name = fhir::peek_text(type);
    else if (code != simdjson::NO_SUCH_FIELD)
      return trouble_.syntax(code);
    if (name.empty())
      return trouble_.wrong("not a FHIR resource: no resourceType",
                            "send a resource, a searchset Bundle, or null if nothing was found");
    given.failed = name == "OperationOutcome";
    code = object.reset().error();
    if (code == simdjson::SUCCESS) code = object.raw_json().get(given.json);
    if (code != simdjson::SUCCESS) return trouble_.syntax(code);
    given_.push_back(given);
    return true;
  }

  std::optional<Refusal> check() const {
    const Service& offered = service();
    if (hook_.empty()) return refuse("hook", "no hook", request_cure);
    if (hook_ != offered.hook)
      return refuse("hook", "this hook is not answered",
                    fmt::format("register the service for {} only", offered.hook));
    if (instance_.empty()) return refuse("hookInstance", "no hookInstance", request_cure);
    if (patient_id().empty()) return refuse("context.patientId", "no patient", request_cure);
    std::vector<std::string> missing;
    for (const auto& wanted : offered.prefetch) {
      if (!wanted.required) continue;
      const Given* found = find(wanted.key);
      // A patient who wasn't found is missing; of all others nothing found is an answer.
      if (!found || (wanted.key == "patient" && (found->json.empty() || found->failed)))
        missing.emplace_back(wanted.key);
    }
    if (missing.empty()) return std::nullopt;
    Refusal refusal = refuse("prefetch", fmt::format("missing: {}", fmt::join(missing, ", ")),
                             "send them as causa cds-hooks --discovery describes them");
    refusal.status = 412;
    refusal.missing = std::move(missing);
    return refusal;
  }

  Answerable read_patient() {
    std::string bundle = R"({"resourceType": "Bundle", "type": "collection", "entry": [)";
    for (const auto& given : given_) {
      if (given.json.empty() || given.failed) continue;
      if (!order_.empty()) bundle += ',';
      bundle += R"({"resource": )";
      bundle += given.json;
      bundle += '}';
      order_.push_back(given.key);
    }
    bundle += "]}";
    std::vector<Result<PatientInput>> read;
    fhir::read_bundle(
        bundle, place_, [&](Result<PatientInput> one) { read.push_back(std::move(one)); }, limits_);
    for (auto& one : read)
      if (one.has_error()) return refuse_input(one.error());
    if (read.size() != 1 || read.front()->record.patient_id() != patient_id())
      return refuse("prefetch", "it is of another patient than context.patientId",
                    "send the data of that patient and of nobody else");
    Request request{std::string(instance_), std::move(*read.front())};
    for (const auto& given : given_)
      if (given.failed)
        request.patient.record.ignore(fmt::format("prefetch.{}", known(given.key)),
                                      "the search failed (OperationOutcome), so this is missing",
                                      {}, false);
    return request;
  }

  /// The path within the Bundle that was made here, as one within the request.
  Refusal refuse_input(Error error) const {
    constexpr std::string_view made = ": Bundle.entry[";
    const std::size_t at = error.place.find(made);
    if (at != std::string::npos) {
      const std::size_t number = at + made.size();
      const std::size_t index = std::strtoul(error.place.c_str() + number, nullptr, 10);
      const std::size_t close = error.place.find(']', number);
      constexpr std::string_view resource = "].resource";
      std::string_view rest = std::string_view(error.place).substr(close);
      if (rest.starts_with(resource)) rest.remove_prefix(resource.size());
      if (index < order_.size())
        error.place = fmt::format("{}: prefetch.{}{}", place_, known(order_[index]), rest);
    }
    return {400, std::move(error), {}};
  }

  Refusal refuse(std::string_view path, std::string message, std::string_view cure) const {
    std::string place(place_);
    if (path.starts_with('.')) path.remove_prefix(1);
    if (!path.empty()) place += fmt::format(": {}", path);
    return {400, input_error(std::move(place), std::move(message), std::string(cure)), {}};
  }

  Refusal broken() {
    if (!trouble_.is_syntax()) return refuse(trouble_.path(), trouble_.message(), trouble_.cure());
    const char* where = nullptr;
    std::string message = "broken JSON";
    if (begun_ && json_.current_location().get(where) == simdjson::SUCCESS && where != nullptr &&
        where >= padded_.data() && where <= padded_.data() + size_)
      message += fmt::format(" at byte {}", where - padded_.data());
    return refuse(trouble_.path(),
                  fmt::format("{}: {}", message, simdjson::error_message(trouble_.code())),
                  "write it as UTF-8 JSON, whole");
  }

  /// A key that nobody offered may hold anything, so it is not written to a log.
  static std::string_view known(std::string_view key) {
    for (const auto& wanted : service().prefetch)
      if (wanted.key == key) return key;
    return "(another key)";
  }

  const Given* find(std::string_view key) const {
    const auto found = std::find_if(given_.begin(), given_.end(),
                                    [&](const Given& one) { return one.key == key; });
    return found == given_.end() ? nullptr : &*found;
  }

  /// An id; senders that write a reference mean the same.
  std::string_view patient_id() const {
    constexpr std::string_view type = "Patient/";
    return patient_id_.starts_with(type) ? patient_id_.substr(type.size()) : patient_id_;
  }

  std::string padded_;
  std::size_t size_;
  std::string_view place_;
  const Limits& limits_;
  ondemand::parser parser_;
  ondemand::document json_;
  bool begun_ = false;  ///< json_ may be asked where it stands
  Trouble trouble_;
  std::string_view hook_, instance_, patient_id_;
  std::vector<Given> given_;
  std::vector<std::string_view> order_;  ///< keys, by entry of the Bundle
};

}  // namespace

Answerable read_request(std::string_view bytes, std::string_view place, const Limits& limits) {
  return RequestReader(without_byte_order_mark(bytes), place, limits).run();
}

}  // namespace causa::intake::cds_hooks
