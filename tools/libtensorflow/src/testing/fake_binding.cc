// Stands for tfjs-node's binding, and for that of graphs: an addon that tells a version of TensorFlow.
#include <node_api.h>

NAPI_MODULE_INIT() {
  napi_value version;
  napi_create_string_utf8(env, "9.9.9", NAPI_AUTO_LENGTH, &version);
  napi_set_named_property(env, exports, "TF_Version", version);
  return exports;
}
