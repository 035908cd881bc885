// SPDX-License-Identifier: Apache-2.0

#include "template_name.hpp"

CAUSA_PLUGIN(TemplateName)
