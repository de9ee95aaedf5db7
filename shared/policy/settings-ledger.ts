import { compareStrictness } from './compare-strictness.ts';
import { fits } from './match-rule.ts';
import type { Layer, Origin } from './policy-layers.ts';

/** What became of a value that some level asked for. */
export type Outcome = 'holds' | 'overridden' | 'locked' | 'loosens';

export interface Candidate {
  readonly value: unknown;
  readonly origin: Origin;
  readonly outcome: Outcome;
}

/** One value of the effective policy, with every value that was offered for it, the most general first. */
export interface Setting {
  readonly value: unknown;
  readonly origin: Origin;
  readonly candidates: readonly Candidate[];
}

/** A wish of a level below that was not granted. */
export interface Refusal {
  readonly path: string;
  readonly origin: Origin;
  /** `locked by policies/default.yaml:9`, `0.2 would loosen 0.1 …` */
  readonly why: string;
}

interface Freedom {
  readonly locked: readonly string[];
  readonly mayLoosen: readonly string[];
}

/** Every value of the effective policy by its path (`metrics.latency.margin`), with its story. */
export interface SettingsLedger {
  /** @returns whether it holds from now on */
  offer(path: string, value: unknown, layer: Layer, origin: Origin): boolean;
  /** Whether a level may add under this path; a refusal is noted. `loosens`: what makes the addition let more through. */
  mayAdd(path: string, layer: Layer, origin: Origin, loosens: string | null): boolean;
  /** As `offer`, for a value that the caller knows to be tighter. */
  offerTighter(path: string, value: unknown, layer: Layer, origin: Origin): boolean;
  /** Notes a value of something new that may stand. */
  put(path: string, value: unknown, origin: Origin): void;
  refuse(path: string, origin: Origin, why: string): void;
  valueOf(path: string): unknown;
  readonly settings: ReadonlyMap<string, Setting>;
  readonly refused: readonly Refusal[];
}

/** Keeps who said what: a locked path is the organisation's alone, and levels that are not trusted may only tighten. */
export function createSettingsLedger({ locked, mayLoosen }: Freedom): SettingsLedger {
  const settings = new Map<string, Setting>();
  const refused: Refusal[] = [];
  const isLocked = (path: string, { level }: Layer): boolean =>
    level !== 'organisation' && names(locked, path);
  const mayLoosenHere = (path: string, { trusted }: Layer): boolean => trusted || names(mayLoosen, path);

  return {
    settings,
    refused,
    valueOf: (path) => settings.get(path)?.value,
    refuse: (path, origin, why) => refused.push({ path, origin, why }),
    mayAdd(path, layer, origin, loosens) {
      if (isLocked(path, layer)) {
        refused.push({ path, origin, why: 'the organisation has locked it' });
        return false;
      }
      if (loosens === null || mayLoosenHere(path, layer)) return true;
      refused.push({ path, origin, why: `${loosens}, and a repository may only tighten it` });
      return false;
    },
    put: (path, value, origin) => {
      settle(path, value, origin, 'holds');
    },
    offer: (path, value, layer, origin) => settle(path, value, origin, outcomeOf(path, value, layer)),
    offerTighter: (path, value, layer, origin) =>
      settle(path, value, origin, isLocked(path, layer) ? 'locked' : 'holds'),
  };

  function settle(path: string, value: unknown, origin: Origin, outcome: Outcome): boolean {
    const standing = settings.get(path);
    const before = standing?.candidates ?? [];
    const candidate = { value, origin, outcome };
    if (outcome === 'holds') {
      const overridden = before.map((one) =>
        one.outcome === 'holds' ? { ...one, outcome: 'overridden' as const } : one,
      );
      settings.set(path, { value, origin, candidates: [...overridden, candidate] });
      return true;
    }
    const why =
      outcome === 'locked'
        ? 'the organisation has locked it'
        : `${said(value)} would loosen ${said(standing?.value)}, and a repository may only tighten it`;
    refused.push({ path, origin, why });
    if (standing !== undefined) settings.set(path, { ...standing, candidates: [...before, candidate] });
    return false;
  }

  function outcomeOf(path: string, value: unknown, layer: Layer): Outcome {
    const standing = settings.get(path);
    if (standing !== undefined && JSON.stringify(standing.value) === JSON.stringify(value)) return 'holds';
    if (isLocked(path, layer)) return 'locked';
    if (mayLoosenHere(path, layer)) return 'holds';
    const field = path.slice(path.lastIndexOf('.') + 1);
    return compareStrictness(field, standing?.value, value) === 'looser' ? 'loosens' : 'holds';
  }
}

/** `metrics` names everything below it, `metrics.latency` one rule, `metrics.*.margin` the margin of each. */
function names(patterns: readonly string[], path: string): boolean {
  return patterns.some((pattern) => fits(path, pattern) || fits(path, `${pattern}.*`));
}

function said(value: unknown): string {
  return value === undefined ? 'what holds without it' : JSON.stringify(value);
}
