export { HttpRemoteStore, type RemoteStoreSetting } from './http-remote-store';
export { remoteStoreFromEnvironment } from './remote-store-from-environment';
