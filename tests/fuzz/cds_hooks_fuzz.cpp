// SPDX-License-Identifier: Apache-2.0
//
// libFuzzer target: any bytes are a request about the one patient of its context, or a refusal with
// status, place, message and cure. Build with clang -fsanitize=fuzzer,address,undefined.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "intake/cds_hooks/request.hpp"
#include "record_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace causa::intake;
  const auto read = cds_hooks::read_request({reinterpret_cast<const char*>(data), size}, "input");
  if (const auto* refusal = std::get_if<cds_hooks::Refusal>(&read)) {
    const bool lacks_data = refusal->status == 412;
    if (refusal->status != 400 && !lacks_data) std::abort();
    if (lacks_data == refusal->missing.empty()) std::abort();
    if (refusal->error.place.empty() || refusal->error.message.empty()) std::abort();
    return 0;
  }
  const auto& request = std::get<cds_hooks::Request>(read);
  fuzz::check_record(request.patient.record);
  if (request.hook_instance.empty() || request.patient.record.patient_id().empty()) std::abort();
  return 0;
}
