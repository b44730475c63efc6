// TensorFlow's operation AmclMomentumUpdate.
#pragma once

/** Makes the operation known to TensorFlow, on the CPU. Once a process; again does nothing. */
void RegisterMomentumUpdate();
