// TensorFlow's operation AmclFilterGradient over filter_gradient.h.
#pragma once

/** Makes the operation known to TensorFlow, on the CPU. Once a process; again does nothing. */
void RegisterFilterGradient();
