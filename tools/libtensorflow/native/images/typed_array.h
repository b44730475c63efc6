// Arguments that are typed arrays.
#pragma once

#include <node_api.h>

/** Whether `value` is a typed array of the type that is wanted; its data and its length. */
inline bool TypedArray(napi_env env, napi_value value, napi_typedarray_type wanted, void** data, size_t* length) {
  bool is = false;
  napi_typedarray_type type;
  return napi_is_typedarray(env, value, &is) == napi_ok && is &&
         napi_get_typedarray_info(env, value, &type, length, data, nullptr, nullptr) == napi_ok && type == wanted;
}
