// The table of one instruction set.
#pragma once

#include "direct.inc.h"
#include "kernels.h"
#include "winograd.inc.h"
#include "winograd_filter_gradient.inc.h"

namespace {

/** Outputs of a panel: two vectors where they divide, else one. */
constexpr int64_t kWide = 2 * kLanes;

template <class T>
void DirectForwardOf(const T* x, const float* filter, T* y, const ConvolutionShape& s) {
  (s.outputs % kWide == 0 ? DirectForward<2, T> : DirectForward<1, T>)(x, filter, y, s);
}

template <class T>
void DirectInputGradientOf(const T* dy, const float* filter, T* dx, const ConvolutionShape& s) {
  (s.inputs % kWide == 0 ? DirectInputGradient<2, T> : DirectInputGradient<1, T>)(dy, filter, dx, s);
}

template <class T>
void DirectFilterGradientOf(const T* x, const T* dy, float* dw, const ConvolutionShape& s) {
  (s.outputs % kWide == 0 ? DirectFilterGradient<2, T> : DirectFilterGradient<1, T>)(x, dy, dw, s);
}

template <class T>
void WinogradForwardOf(const T* x, const float* filter, T* y, const ConvolutionShape& s) {
  (s.outputs % kWide == 0 ? WinogradForward<2, T> : WinogradForward<1, T>)(x, filter, y, s);
}

template <class T>
void WinogradInputGradientOf(const T* dy, const float* filter, T* dx, const ConvolutionShape& s) {
  (s.inputs % kWide == 0 ? WinogradInputGradient<2, T> : WinogradInputGradient<1, T>)(dy, filter, dx, s);
}

template <class T>
void WinogradFilterGradientOf(const T* x, const T* dy, float* dw, const ConvolutionShape& s) {
  (s.outputs % kWide == 0 ? WinogradFilterGradient<2, T> : WinogradFilterGradient<1, T>)(x, dy, dw, s);
}

template <class T>
constexpr ConvolutionWay<T> kDirect = {DirectForwardOf<T>, DirectInputGradientOf<T>, DirectFilterGradientOf<T>};

template <class T>
constexpr ConvolutionWay<T> kWinograd = {WinogradForwardOf<T>, WinogradInputGradientOf<T>, WinogradFilterGradientOf<T>};

constexpr ConvolutionKernels kTable = {kLanes, {kDirect<float>, kDirect<Bfloat16>}, {kWinograd<float>, kWinograd<Bfloat16>}};

}  // namespace
