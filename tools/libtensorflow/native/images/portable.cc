#include "view.inc.h"

const ImageKernels kPortableImageKernels = {Decode, MakeView};
