import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Measured } from '../contracts/measured.ts';
import type { Environment } from '../contracts/measurement.ts';
import {
  environmentDifferences as settingDifferences,
  type Environment as Settings,
} from '../statistics/environment/environment.ts';

/** The environment's name among its facts; no fact is called so, names of facts have no blanks. */
const NAME = 'environment name';
const NOT_SAID = maskedText`(not said)`;

/**
 * What differs between the environments of the two sides, part by part: each environment of one side that the other has not is held
 * against the one most like it. Said, never a reason to refuse the comparison. Empty where a side was not measured.
 */
export function environmentDifferences(parts: readonly Measured[]): Masked[] {
  const found = parts.flatMap((part) => {
    const before = part.baseline.map(({ environment }) => environment);
    const after = part.candidate.map(({ environment }) => environment);
    return [
      ...after.flatMap((environment) => nearest(before, environment)),
      ...before.flatMap((environment) => nearest(after, environment).map(turned)),
    ].map(({ what, first, second }) => maskedText`${what} differs: baseline ${first}, candidate ${second}`);
  });
  return [...new Set(found)].slice(0, 50);
}

interface Difference {
  readonly what: Masked;
  readonly first: Masked;
  readonly second: Masked;
}

/** Differences from the environment that is most like it; none when one is the same. */
function nearest(others: readonly Environment[], environment: Environment): readonly Difference[] {
  const candidates = others.map((other) => differences(other, environment));
  return (
    candidates.reduce<readonly Difference[] | null>(
      (least, each) => (least === null || each.length < least.length ? each : least),
      null,
    ) ?? []
  );
}

function differences(before: Environment, after: Environment): readonly Difference[] {
  return settingDifferences(settingsOf(before), settingsOf(after)).map(({ key }) => ({
    what: key === NAME ? maskedText`environment` : maskedName(key),
    first: valueOf(before, key),
    second: valueOf(after, key),
  }));
}

function turned({ what, first, second }: Difference): Difference {
  return { what, first: second, second: first };
}

function valueOf(environment: Environment, key: string): Masked {
  return key === NAME ? environment.name : (environment.facts[key] ?? NOT_SAID);
}

/**
 * Large plain numbers are measures (memory, clock rate) and compared as such, within 2 %. Small ones are counts and versions, where
 * 22.1 and 22.2 are not the same.
 */
function settingsOf({ name, facts }: Environment): Settings {
  const entries = Object.entries(facts).map(([key, value]): [string, string | number] => [
    key,
    /^\d{3,15}(\.\d+)?$/.test(value) ? Number(value) : value,
  ]);
  return Object.fromEntries([[NAME, name], ...entries]);
}
