// Compiled for AVX-512 (F, BW, VL, DQ).
#define AMCL_LANES 16
#include "table.inc.h"

const ConvolutionKernels kConvolutionAvx512 = kTable;
