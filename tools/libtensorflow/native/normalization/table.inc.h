// The table of one instruction set.
#pragma once

#include "gradient.inc.h"
#include "kernels.h"

namespace {

constexpr BatchNormKernels kTable = {{Forward<float>, Again<float>, Gradient<float>}, {Forward<Bfloat16>, Again<Bfloat16>, Gradient<Bfloat16>}};

}  // namespace
