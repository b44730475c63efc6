// Compiled with -mavx2 -mbmi2.
#include "filter.inc.h"
#include "scans.inc.h"
#include "view.inc.h"

const ImageKernels kAvx2ImageKernels = {Decode, ReadScan, Transform, MakeView, Filter};
