// SPDX-License-Identifier: Apache-2.0
//
// The two ways of packing that are unpacked; see byte_stream.hpp. Several members or frames one
// after another (as `cat a.gz b.gz` or pzstd make them) are one stream.
#pragma once

#include <memory>
#include <string_view>

#include "intake/byte_stream.hpp"
#include "intake/file_bytes.hpp"

namespace causa::intake {

bool is_gzip(std::string_view start);
bool is_zstd(std::string_view start);

std::unique_ptr<ByteStream> unpack_gzip(FileBytes file);
std::unique_ptr<ByteStream> unpack_zstd(FileBytes file);

/// What is told of both.
Broken ends_too_early(std::string_view packing);
Broken is_damaged(std::string_view packing, std::string_view detail);

}  // namespace causa::intake
