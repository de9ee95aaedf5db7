import { fits } from './match-rule.ts';
import { fitsPath } from './match-path.ts';
import type { Place, SourcedDocument } from './parse-yaml-document.ts';
import type { PerfBudget } from './perf-budget.ts';
import type { LoadedPolicy } from './policy.ts';
import type { Overlay, PathOverlay } from './policy-overlay.ts';

export const POLICY_LEVELS = ['organisation', 'service', 'repository', 'path'] as const;
export type PolicyLevel = (typeof POLICY_LEVELS)[number];

/** Where a value of the policy comes from. */
export interface Origin extends Place {
  readonly level: PolicyLevel;
  readonly file: string;
}

/** What one place says, and how far it may go. */
export interface Layer {
  readonly level: PolicyLevel;
  readonly overlay: Overlay;
  /** The organisation's own file may loosen what stands above; a repository may only tighten, but for what `mayLoosen` names. */
  readonly trusted: boolean;
  originOf(path: readonly (string | number)[]): Origin;
}

/** The change that a policy is asked for. */
export interface PolicyAbout {
  readonly service: string;
  /** Paths of its files, old names of renamed ones too; null: not known, then no path rule applies. */
  readonly files: readonly string[] | null;
}

/** What holds for a change, the most general first: each later layer stands above the ones before it. */
export function policyLayers(
  { policy, source }: LoadedPolicy,
  repository: SourcedDocument<PerfBudget> | null,
  { service, files }: PolicyAbout,
): readonly Layer[] {
  const organisation = source ?? { file: `policy ${policy.id}`, placeOf: () => ({ line: 1, column: 1 }) };
  const services = policy.services.flatMap((overlay, index) =>
    fits(service, overlay.match) ? [{ overlay, at: ['services', index] }] : [],
  );
  const paths = (list: readonly PathOverlay[], at: readonly (string | number)[]): Found[] =>
    list.flatMap((overlay, index) =>
      touches(overlay, files) ? [{ overlay, at: [...at, 'paths', index] }] : [],
    );
  return [
    layer('organisation', organisation, { overlay: policy, at: [] }, true),
    ...services.map((found) => layer('service', organisation, found, true)),
    ...(repository === null
      ? []
      : [layer('repository', repository, { overlay: repository.value, at: [] }, false)]),
    ...[...paths(policy.paths, []), ...services.flatMap(({ overlay, at }) => paths(overlay.paths, at))].map(
      (found) => layer('path', organisation, found, true),
    ),
    ...(repository === null
      ? []
      : paths(repository.value.paths, []).map((found) => layer('path', repository, found, false))),
  ];
}

interface Found {
  readonly overlay: Overlay;
  readonly at: readonly (string | number)[];
}

function layer(
  level: PolicyLevel,
  { file, placeOf }: Pick<SourcedDocument<unknown>, 'file' | 'placeOf'>,
  { overlay, at }: Found,
  trusted: boolean,
): Layer {
  return {
    level,
    overlay,
    trusted,
    originOf: (path) => ({ level, file, ...placeOf([...at, ...path]) }),
  };
}

function touches({ match, when }: PathOverlay, files: readonly string[] | null): boolean {
  if (files === null || files.length === 0) return false;
  const isMeant = (file: string): boolean => match.some((pattern) => fitsPath(file, pattern));
  return when === 'all' ? files.every(isMeant) : files.some(isMeant);
}
