#include "filter.inc.h"
#include "scans.inc.h"
#include "view.inc.h"

const ImageKernels kPortableImageKernels = {Decode, ReadScan, Transform, MakeView, Filter};
