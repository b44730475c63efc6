// TensorFlow's operations AmclConv2D, AmclConv2DInputGradient and AmclConv2DFilterGradient.
#pragma once

#include "shape.h"

/** The ways that an operation can take, by the number of its attribute `way`; the last is of filter gradients in bfloat16. */
enum class Way { kDirect = 0, kWinograd = 1, kDotProducts = 2 };

/** Which of a convolution's operations. */
enum class Side { kForward = 0, kInputGradient = 1, kFilterGradient = 2 };

/** Whether this CPU, and a convolution of this shape, can be served. */
bool ServesConvolution(Side side, Way way, const ConvolutionShape& shape);

/** Makes the operations known to TensorFlow, on the CPU. Once a process; again does nothing. */
void RegisterConvolutions();
