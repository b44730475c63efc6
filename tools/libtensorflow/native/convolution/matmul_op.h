// TensorFlow's operation AmclMatMul: products of matrices, [batch, rows, columns], by the kernels of convolutions whose window is one pixel.
#pragma once

#include <cstdint>

/** a b, a^T b, a b^T: by the numbers of the attribute `kind`. Each is one side of such a convolution. */
enum class Product { kPlain = 0, kFirstTransposed = 1, kSecondTransposed = 2 };

/** Whether this CPU, and a result of `columns`, can be served. */
bool ServesMatMul(int64_t columns);

/** Makes the operation known to TensorFlow, on the CPU. Once a process; again does nothing. */
void RegisterMatMul();
