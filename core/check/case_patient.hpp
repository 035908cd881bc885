// SPDX-License-Identifier: Apache-2.0
//
// A worked example as the record that a sender would send: findings as conditions and drugs as
// medications, both in words; measurements as coded observations. Error: names a concept that no
// code and no word of its own reaches from outside.
#pragma once

#include <cstdint>

#include "base/error.hpp"
#include "check/case_reader.hpp"
#include "record/record.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::cases {

Result<record::Record> make_record(const Case& worked, const terminology::Vocabulary& vocabulary,
                                   std::int64_t as_of_ms);

}  // namespace causa::cases
