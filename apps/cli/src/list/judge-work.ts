import { digest } from '@amcl/artifacts';
import type { SourceList } from '@amcl/sources';
import { settingsDigest, workKey, type WorkHead, type WorkRecord, type WorkSettings } from '@amcl/stage';
import { differences } from './differences';
import type { FoundOutput } from './find-output';
import type { Reason } from './reason';
import { NEVER_RUN } from './state';

/** In place of the digest of an input that is not there. */
export const NO_INPUT = '';

/** What a run of the stage would be made of now. */
export interface PresentWork {
  /** The path of the section, to name its settings by. */
  readonly section: string;
  readonly settings: WorkSettings;
  readonly head: WorkHead;
  /** Digest of the stage's code. */
  readonly sources: string;
  readonly sourceList: SourceList;
  /** The ingredients of code that made an output, by their digest; null where they are not noted any more. */
  sourcesOf(this: void, digest: string): Promise<SourceList | null>;
}

/** Why an output is not what a run would give now; empty where it is. */
export async function judgeWork(present: PresentWork, found: FoundOutput | 'damaged' | null): Promise<Reason[]> {
  if (found === null) return [only(NEVER_RUN)];
  if (found === 'damaged') return [only('its manifest.json is not one of this version')];
  const { head, sources } = present;
  const { work, missing, damaged } = found;
  const lost = [
    ...missing.map((name) => only(`${name} is missing`)),
    ...damaged.map((name) => only(`${name} is damaged`)),
  ];
  if (work === null) return [only('made by an earlier version, which did not note its code'), ...lost];
  const changed = [
    ...(settingsDigest(work) === head.config ? [] : [settingsReason(present, work)]),
    ...(work.sources === sources ? [] : await codeReasons(present, work)),
    ...engineReasons(work.engine, head.engine),
    ...inputReasons(work.inputs, head.inputs),
  ];
  const other = changed.length === 0 && work.key !== workKey(head, sources);
  return [...changed, ...(other ? [only('settings of the stages before changed, which it shows')] : []), ...lost];
}

function only(what: string): Reason {
  return { what, details: [] };
}

function settingsReason({ section, settings }: PresentWork, work: WorkRecord): Reason {
  const named = ({ seed, section: values }: WorkSettings) => ({
    ...(seed === null ? {} : { seed }),
    [section]: values,
  });
  return { what: 'settings changed', details: differences(named(work), named(settings)) };
}

async function codeReasons({ sourceList, sourcesOf }: PresentWork, work: WorkRecord): Promise<Reason[]> {
  const before = await sourcesOf(work.sources);
  if (before === null) return [only('code changed')];
  const files = changes(before.files, sourceList.files, (path) => `${path} (changed)`);
  const packages = changes(before.packages, sourceList.packages, (name, old, now) => `${name} ${old} -> ${now}`);
  return [
    ...(files.length === 0 ? [] : [{ what: 'code changed', details: files }]),
    ...(packages.length === 0 ? [] : [{ what: 'package changed', details: packages }]),
  ];
}

type Values = Readonly<Record<string, string>>;

function changes(before: Values, now: Values, changed: (name: string, old: string, now: string) => string): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].sort().flatMap((name) => {
    const [old, present] = [before[name], now[name]];
    if (old === present) return [];
    if (old === undefined) return [`${name} (new)`];
    return [present === undefined ? `${name} (gone)` : changed(name, old, present)];
  });
}

function engineReasons(before: WorkHead['engine'], after: WorkHead['engine']): Reason[] {
  if (digest(before ?? null) === digest(after ?? null)) return [];
  if (after === undefined) return [only('the engine is not provided: npx nx run libtensorflow:provide')];
  return [{ what: 'engine changed', details: differences(before ?? {}, after) }];
}

/** The stages whose manifests are others than those that were read; `runs changed` where other runs were read. */
function inputReasons(before: Values, after: Values): Reason[] {
  const names = Object.keys(after);
  if (names.length !== Object.keys(before).length || !names.every((name) => name in before))
    return [only('runs changed')];
  const changed = names.filter((name) => after[name] !== NO_INPUT && before[name] !== after[name]);
  const stages = new Set(changed.map((name) => name.slice(name.lastIndexOf('/') + 1)));
  return [...stages].map((stage) => only(`input of ${stage} changed`));
}
