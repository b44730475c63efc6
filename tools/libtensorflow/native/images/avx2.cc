// Compiled with -mavx2 -mbmi2.
#include "view.inc.h"

const ImageKernels kAvx2ImageKernels = {Decode, MakeView};
