#include "filter.h"

#include "kernels.h"
#include "typed_array.h"

napi_value FilterSymmetricOf(napi_env env, napi_callback_info info) {
  size_t argc = 4;
  napi_value argv[4];
  napi_get_cb_info(env, info, &argc, argv, nullptr, nullptr);
  void *pixels, *weights;
  size_t numbers, count;
  int32_t size;
  bool portable;
  if (argc < 4 || !TypedArray(env, argv[0], napi_float64_array, &pixels, &numbers) ||
      napi_get_value_int32(env, argv[1], &size) != napi_ok ||
      !TypedArray(env, argv[2], napi_float64_array, &weights, &count) ||
      napi_get_value_bool(env, argv[3], &portable) != napi_ok || size < 1 ||
      numbers != 3 * static_cast<size_t>(size) * size || count < 1 || count > static_cast<size_t>(size)) {
    napi_throw_type_error(env, nullptr,
                          "Expected [size, size, 3] doubles, size, at most as many weights, and whether to be portable");
    return nullptr;
  }
  static thread_local Scratch scratch;
  if (KernelsOf(portable).filter(static_cast<double*>(pixels), size, static_cast<const double*>(weights),
                                 static_cast<int>(count) - 1, &scratch) != Status::kOk)
    napi_throw_error(env, nullptr, "there is no memory for it");
  return nullptr;
}
