// SPDX-License-Identifier: Apache-2.0
//
// The reader of a format. The room's own: others use Reader.
#pragma once

#include <memory>

#include "intake/document_reader.hpp"
#include "intake/format.hpp"

namespace causa::intake {

std::unique_ptr<DocumentReader> make_reader(Format format, const Options& options);

}  // namespace causa::intake
