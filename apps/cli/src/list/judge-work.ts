import { digest } from '@amcl/artifacts';
import type { WorkHead, WorkSettings } from '@amcl/stage';
import { differences } from './differences';
import type { FoundOutput } from './find-output';
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
}

/** Why an output is not what a run would give now, in words; empty where it is. */
export function judgeWork(present: PresentWork, found: FoundOutput | 'damaged' | null): string[] {
  if (found === null) return [NEVER_RUN];
  if (found === 'damaged') return ['its manifest.json is not one of this version'];
  const { head, sources } = present;
  const { manifest, work, missing } = found;
  return [
    ...(manifest.config === head.config ? [] : [settingsReason(present, work)]),
    ...codeReasons(head.packages, sources, found),
    ...engineReasons(manifest.engine, head.engine),
    ...inputReasons(manifest.inputs, head.inputs),
    ...missing.map((name) => `${name} is missing`),
  ];
}

function settingsReason({ section, settings }: PresentWork, work: FoundOutput['work']): string {
  const named = ({ seed, section: values }: WorkSettings) => ({
    ...(seed === null ? {} : { seed }),
    [section]: values,
  });
  const changed = work === null ? [] : differences(named(work), named(settings));
  return ['settings changed', ...(changed.length === 0 ? [] : [changed.join(', ')])].join(': ');
}

function codeReasons(packages: WorkHead['packages'], sources: string, { manifest, work }: FoundOutput): string[] {
  const changed = packageDifferences(manifest.packages, packages);
  if (changed.length > 0) return [`package changed: ${changed.join(', ')}`];
  if (work === null) return ['made by an earlier version, which did not note its code'];
  return work.sources === sources ? [] : ['code changed'];
}

/** Names of packages have dots, so they are no paths. */
function packageDifferences(before: Record<string, string>, after: Record<string, string>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name} ${before[name] ?? '(none)'} -> ${after[name] ?? '(none)'}`);
}

function engineReasons(before: WorkHead['engine'], after: WorkHead['engine']): string[] {
  if (digest(before ?? null) === digest(after ?? null)) return [];
  if (after === undefined) return ['the engine is not provided: npx nx run libtensorflow:provide'];
  return [`engine changed: ${differences(before ?? {}, after).join(', ')}`];
}

/** The stages whose manifests are others than those that were read; `runs changed` where other runs were read. */
function inputReasons(before: Record<string, string>, after: Record<string, string>): string[] {
  const names = Object.keys(after);
  if (names.length !== Object.keys(before).length || !names.every((name) => name in before)) return ['runs changed'];
  const changed = names.filter((name) => after[name] !== NO_INPUT && before[name] !== after[name]);
  const stages = new Set(changed.map((name) => name.slice(name.lastIndexOf('/') + 1)));
  return [...stages].map((stage) => `input of ${stage} changed`);
}
