// Compiled for AVX2 and FMA.
#define AMCL_LANES 8
#include "table.inc.h"

const BatchNormKernels kBatchNormAvx2 = kTable;
