export { ownerOf, temporaryName, writeAtomic, writeAtomicFrom } from './atomic';
export { BlobStore, type BlobLabel, type BlobReference } from './blob-store';
export type { Bytes } from './bytes';
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
export { acquireLock, isLocked, LockHeldError, lockHolder, type Lock, type LockHolder, type LockNote } from './lock';
export { lostBlobs } from './lost-blobs';
export { waitForLock, waitWhileLocked } from './wait-for-lock';
export { manifestDigest, manifestSchema, type Manifest, type ManifestHead } from './manifest';
export { missingBlobs } from './missing-blobs';
export { OutputFolder } from './output-folder';
export { parseJson } from './parse-json';
export { readPatiently } from './read-patiently';
export type { OnBytes, RemoteStore } from './remote-store';
export { replaceFolder } from './replace-folder';
export {
  decodeSafetensors,
  encodeSafetensors,
  safetensorsParts,
  type Safetensors,
  type TensorData,
} from './safetensors';
export { readTensors, type TensorParts } from './safetensors-file';
export { StageOutput } from './stage-output';
export { stagesFolder, StageStore, type FinishedWork } from './stage-store';
export { explainWriteError } from './system-error';
export { userCache } from './user-cache';
export { UserError } from './user-error';
export { noteUse, readUses, replaceUses, type Use } from './uses';
export { WorkExchange, type OnTransfer } from './work-exchange';
export { BlobMismatchError, writeBlobFrom } from './write-blob';
