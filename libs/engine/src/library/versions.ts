import tfjsCore from '@tensorflow/tfjs-core/package.json';

/** Of tfjs-core and its backends. */
export const TFJS_VERSION: string = tfjsCore.version;

/** Node-API 8 serves every Node from 16 on, so that one binary does for all. */
export const NODE_API_VERSION = 8;

/** What the binding is compiled from: tfjs-node, which has tfjs-core's version and need not be installed. */
export const BINDING_VERSION = `${TFJS_VERSION}-napi${NODE_API_VERSION}`;

/** Of our own addons, `native/` of tools/libtensorflow: another number wherever their sources change. */
export const ADDON_VERSION = `9-napi${NODE_API_VERSION}`;
