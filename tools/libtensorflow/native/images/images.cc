// An addon with two functions: decodeCrops, views of a JPEG, and filterSymmetric. It keeps its memory by the thread, so any worker may load it.
#include <node_api.h>

#include "decode_crops.h"
#include "filter.h"
#include "typed_array.h"

namespace {

/** decodeCrops(jpeg, crops, orientation, height, width, out, portable): see libs/images/src/native/images-addon.ts. */
napi_value DecodeCropsOf(napi_env env, napi_callback_info info) {
  size_t argc = 7;
  napi_value argv[7];
  napi_get_cb_info(env, info, &argc, argv, nullptr, nullptr);
  void *data, *crops, *out;
  size_t size, numbers, bytes;
  CropsRequest r{};
  if (argc < 7 || !TypedArray(env, argv[0], napi_uint8_array, &data, &size) ||
      !TypedArray(env, argv[1], napi_int32_array, &crops, &numbers) ||
      napi_get_value_int32(env, argv[2], &r.orientation) != napi_ok ||
      napi_get_value_int32(env, argv[3], &r.height) != napi_ok || napi_get_value_int32(env, argv[4], &r.width) != napi_ok ||
      !TypedArray(env, argv[5], napi_uint8_array, &out, &bytes) || napi_get_value_bool(env, argv[6], &r.portable) != napi_ok ||
      numbers % 5 != 0 || r.height < 1 || r.width < 1 || bytes / 3 / r.height / r.width * 5 != numbers) {
    napi_throw_type_error(env, nullptr,
                          "Expected a JPEG, crops, an orientation, a size, room for the views, and whether to be portable");
    return nullptr;
  }
  r.data = static_cast<const uint8_t*>(data);
  r.size = size;
  r.crops = static_cast<const int32_t*>(crops);
  r.count = numbers / 5;
  r.out = static_cast<uint8_t*>(out);
  static thread_local Scratch scratch;
  const char* message = nullptr;
  const Status status = DecodeCrops(r, &scratch, &message);
  if (status == Status::kDamaged || status == Status::kNoMemory) {
    napi_throw_error(env, nullptr, status == Status::kNoMemory ? "there is no memory for it" : message);
    return nullptr;
  }
  napi_value done;
  napi_get_boolean(env, status == Status::kOk, &done);
  return done;
}

}  // namespace

NAPI_MODULE_INIT() {
  napi_value decode, filter;
  napi_create_function(env, "decodeCrops", NAPI_AUTO_LENGTH, DecodeCropsOf, nullptr, &decode);
  napi_set_named_property(env, exports, "decodeCrops", decode);
  napi_create_function(env, "filterSymmetric", NAPI_AUTO_LENGTH, FilterSymmetricOf, nullptr, &filter);
  napi_set_named_property(env, exports, "filterSymmetric", filter);
  return exports;
}
