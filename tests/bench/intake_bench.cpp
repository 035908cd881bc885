// SPDX-License-Identifier: Apache-2.0
//
// Reading a FHIR Bundle of about half a megabyte, made here: into a Record, against simdjson on
// demand that only takes the same fields out of the same resources. The counter `times_bare` says
// how much dearer the reader is; `bytes_per_second` depends on the machine.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include "bare_fhir.hpp"
#include "intake/fhir/bundle.hpp"
#include "record/codec.hpp"

namespace {

using namespace causa;

std::string subject() { return R"("subject":{"reference":"urn:uuid:p"})"; }

std::string coded(const std::string& system, int code, const std::string& display) {
  return std::string(R"({"coding":[{"system":")") + system + R"(","code":")" +
         std::to_string(code) + R"(","display":")" + display + R"("}],"text":")" + display + "\"}";
}

std::string observation(int i) {
  return std::string(R"({"resourceType":"Observation","id":"o)") + std::to_string(i) +
         R"(","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],"code":)" +
         coded("http://loinc.org", 2000 + i % 40, "Analyte in Serum or Plasma") + "," + subject() +
         R"(,"encounter":{"reference":"urn:uuid:e"},"effectiveDateTime":"2024-03-)" +
         std::to_string(10 + i % 18) +
         R"(T08:15:00+01:00","issued":"2024-03-01T09:00:00.000+01:00","valueQuantity":{"value":)" +
         std::to_string(i % 90) +
         R"(.25,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"}})";
}

std::string condition(int i) {
  return std::string(R"({"resourceType":"Condition","id":"c)") + std::to_string(i) +
         R"(","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"resolved"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},"code":)" +
         coded("http://snomed.info/sct", 44465000 + i, "Sprain of something") + "," + subject() +
         R"(,"onsetDateTime":"2020-01-02","abatementDateTime":"2020-02-02","recordedDate":"2020-01-02"})";
}

std::string medication(int i) {
  return std::string(R"({"resourceType":"MedicationRequest","id":"m)") + std::to_string(i) +
         R"(","status":"stopped","intent":"order","medicationCodeableConcept":)" +
         coded("http://www.nlm.nih.gov/research/umls/rxnorm", 310000 + i,
               "Drug 25 MG Oral Tablet") +
         "," + subject() + R"(,"authoredOn":"2021-05-06T10:00:00+02:00"})";
}

std::string claim(int i) {
  std::string json = std::string(R"({"resourceType":"Claim","id":"k)") + std::to_string(i) +
                     R"(","status":"active","patient":{"reference":"urn:uuid:p"},"item":[)";
  for (int item = 0; item < 12; ++item) {
    if (item > 0) json.push_back(',');
    json.append(R"({"sequence":)").append(std::to_string(item));
    json.append(R"(,"productOrService":)");
    json.append(coded("http://snomed.info/sct", 1000 + item, "Service"));
    json.append(R"(,"net":{"value":129.16,"currency":"USD"}})");
  }
  return json + "]}";
}

const std::string& bundle() {
  static const std::string text = [] {
    std::string json =
        R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:p","resource":{"resourceType":"Patient","id":"p","gender":"male","birthDate":"1956-08-03"}})";
    const auto add = [&](std::string resource) {
      json += std::string(R"(,{"fullUrl":"urn:uuid:x","resource":)") + resource +
              R"(,"request":{"method":"POST","url":"x"}})";
    };
    for (int i = 0; i < 180; ++i) add(observation(i));
    for (int i = 0; i < 20; ++i) add(condition(i));
    for (int i = 0; i < 40; ++i) add(medication(i));
    for (int i = 0; i < 150; ++i) add(claim(i));
    json += "]}";
    return json;
  }();
  return text;
}

std::string padded() { return bundle() + std::string(intake::padding_bytes, '\0'); }

using Clock = std::chrono::steady_clock;

/// Both sides in turn within each iteration, so that a noisy minute hits both.
void read_fhir(benchmark::State& state) {
  const std::string text = padded();
  const intake::Document document{std::string_view(text).substr(0, bundle().size()), text.size(),
                                  "bench", false};
  intake::fhir::BundleReader reader;
  bench::BareFhir bare_reader;
  Clock::duration read{};
  Clock::duration bare{};
  std::size_t items = 0;
  for (auto _ : state) {
    const auto begin = Clock::now();
    reader.read(document, [&](Result<intake::PatientInput> patient) {
      items = patient.value().record.items.size();
    });
    const auto middle = Clock::now();
    benchmark::DoNotOptimize(bare_reader.read(document.bytes));
    read += middle - begin;
    bare += Clock::now() - middle;
    state.SetIterationTime(std::chrono::duration<double>(middle - begin).count());
  }
  if (items != 240) state.SkipWithError("the bundle wasn't read as it was made");
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bundle().size()));
  state.counters["times_bare"] =
      std::chrono::duration<double>(read).count() / std::chrono::duration<double>(bare).count();
  state.counters["bundle_bytes"] = static_cast<double>(bundle().size());
}
BENCHMARK(read_fhir)->UseManualTime()->Unit(benchmark::kMicrosecond);

void encode_record(benchmark::State& state) {
  record::Record record;
  intake::fhir::read_bundle(bundle(), "bench", [&](Result<intake::PatientInput> patient) {
    record = std::move(patient.value().record);
  });
  std::size_t bytes = 0;
  for (auto _ : state) bytes = record::encode(record).size();
  state.counters["record_bytes"] = static_cast<double>(bytes);
}
BENCHMARK(encode_record)->Unit(benchmark::kMicrosecond);

void decode_record(benchmark::State& state) {
  std::string bytes;
  intake::fhir::read_bundle(bundle(), "bench", [&](Result<intake::PatientInput> patient) {
    bytes = record::encode(patient.value().record);
  });
  for (auto _ : state) {
    benchmark::DoNotOptimize(record::decode(bytes).value().items.size());
  }
}
BENCHMARK(decode_record)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
