// SPDX-License-Identifier: Apache-2.0

#include "potassium_loss.hpp"

CAUSA_PLUGIN(PotassiumLoss)
