export { writeAtomic, writeAtomicFrom } from './atomic';
export { BlobStore, type BlobLabel, type BlobReference } from './blob-store';
export { canonicalJson, digest, sha256, sha256File } from './digest';
export {
  BACKEND_NAMES,
  ENGINE_IDENTITY_FILE,
  engineIdentitySchema,
  libraryIdentitySchema,
  readEngineIdentity,
  type BackendName,
  type EngineIdentity,
  type LibraryIdentity,
} from './engine-identity';
export { acquireLock, isLocked, LockHeldError, type Lock } from './lock';
export { waitForLock } from './wait-for-lock';
export { manifestSchema, type Manifest, type ManifestHead } from './manifest';
export { missingBlobs } from './missing-blobs';
export { OutputFolder } from './output-folder';
export { parseJson } from './parse-json';
export type { OnBytes, RemoteStore } from './remote-store';
export { decodeSafetensors, encodeSafetensors, type Safetensors, type TensorData } from './safetensors';
export { StageOutput } from './stage-output';
export { StageStore, type FinishedWork } from './stage-store';
export { explainWriteError } from './system-error';
export { userCache } from './user-cache';
export { UserError } from './user-error';
export { WorkExchange, type OnTransfer } from './work-exchange';
export { BlobMismatchError, writeBlobFrom } from './write-blob';
