// The table of one instruction set.
#pragma once

#include "gradient.inc.h"
#include "kernels.h"

namespace {

constexpr BatchNormKernels kTable = {{Forward<float>, Gradient<float>}, {Forward<Bfloat16>, Gradient<Bfloat16>}};

}  // namespace
