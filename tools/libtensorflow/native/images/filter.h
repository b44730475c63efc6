// The addon's function for filters.
#pragma once

#include <node_api.h>

/** filterSymmetric(pixels, size, weights, portable): see libs/images/src/native/images-addon.ts. */
napi_value FilterSymmetricOf(napi_env env, napi_callback_info info);
