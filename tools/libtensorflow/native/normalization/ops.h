// TensorFlow's operations AmclBatchNorm and AmclBatchNormGradient.
#pragma once

/** Whether this CPU has one of the instruction sets that the kernels are compiled for. */
bool ServesBatchNorm();

/** Makes the operations known to TensorFlow, on the CPU. Once a process; again does nothing. */
void RegisterBatchNorms();
