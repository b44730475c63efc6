// Compiled for AVX-512 (F, BW, VL, DQ).
#define AMCL_LANES 16
#include "table.inc.h"

const BatchNormKernels kBatchNormAvx512 = kTable;
