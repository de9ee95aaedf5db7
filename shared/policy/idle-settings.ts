import type { MetricRule } from '../contracts/plan.ts';
import { fits } from './match-rule.ts';
import { type Levels, overlaysOf } from './overlays-of.ts';
import type { PolicyFault } from './policy-fault.ts';
import type { RuleOverlay } from './policy-overlay.ts';

/**
 * What a policy or budget file says for nothing: rules behind one of the same list that fits all that they fit, and patterns of paths that no
 * file of a repository has. A run takes such a file, since nothing in it is wrong; its author meant something else.
 * @param above the organisation's policy that a budget file is merged with; `unknown` when nobody can tell which, then nothing is said of its rules
 */
export function idleSettings(document: Levels, above: Levels | 'none' | 'unknown'): readonly PolicyFault[] {
  const overlays = above === 'unknown' ? [] : overlaysOf(document);
  const ofAbove = typeof above === 'string' ? [] : overlaysOf(above);
  const rules = overlays.flatMap(({ overlay, at }) => {
    // Above the root stands what comes from outside; above every other level may stand any level of both documents.
    const levels = at.length === 0 ? ofAbove : [...ofAbove, ...overlays];
    const known = new Set(
      levels.flatMap((one) => (one.overlay === overlay ? [] : one.overlay.metrics.map(({ id }) => id))),
    );
    return overlay.metrics.flatMap((rule, index): PolicyFault[] => {
      // What a level above may have keeps its place there; only new rules are put first, in the order of their list (merge-rules.ts).
      if (known.has(rule.id)) return [];
      const before = overlay.metrics.slice(0, index).filter(({ id }) => !known.has(id));
      const hiding = hidingRules(rule, before);
      if (hiding.length === 0) return [];
      const names = hiding.map((id) => `"${id}"`).join(' and ');
      const what = `never decides: ${names} before it in the list ${hiding.length === 1 ? 'fits' : 'fit'} all that it fits, and the first that fits decides; put it first`;
      return [{ path: [...at, 'metrics', index], what }];
    });
  });
  const byPath = [
    { paths: document.paths, at: [] },
    ...(document.services ?? []).map(({ paths }, index) => ({ paths, at: ['services', index] })),
  ];
  const patterns = byPath.flatMap(({ paths, at }) =>
    paths.flatMap(({ match }, index) =>
      match.flatMap((pattern, number): PolicyFault[] => {
        const what = faultOfPattern(pattern);
        return what === null ? [] : [{ path: [...at, 'paths', index, 'match', number], what }];
      }),
    ),
  );
  return [...rules, ...patterns];
}

type Matching = Pick<MetricRule, 'match' | 'statistics' | 'environments'>;

/** Ids of the rules that together take every statistic from a rule; none when one is left, or when it changes a rule of a level above. */
function hidingRules(rule: RuleOverlay, before: readonly RuleOverlay[]): readonly string[] {
  const { match, statistics } = rule;
  if (match === undefined || statistics === undefined) return [];
  const wanted = { ...rule, match, statistics };
  const hiding = statistics.map((statistic) => before.find((one) => hides(one, wanted, statistic)));
  return hiding.includes(undefined) ? [] : [...new Set(hiding.flatMap((one) => one?.id ?? []))];
}

/** A pattern that fits another as if it were a name fits every name that the other fits: no `*` of the other fits anything but a `*`. */
function hides(one: RuleOverlay, rule: Matching, statistic: string): boolean {
  if (one.match === undefined || !(one.statistics ?? []).includes(statistic)) return false;
  const everywhere =
    one.environments === undefined ||
    (rule.environments ?? ['*']).every((place) => one.environments?.some((wide) => fits(place, wide)));
  return everywhere && fits(rule.match, one.match);
}

/** @returns why a pattern fits no path of a repository, and what to write; null when it may */
function faultOfPattern(pattern: string): string | null {
  if (pattern.startsWith('!')) return 'fits nothing: a "!" excludes nothing here; name what is meant';
  if (pattern.includes('\\')) return 'fits nothing: folders are parted by "/"';
  if (pattern !== pattern.trim()) return 'fits nothing: a path neither begins nor ends with a blank';
  if (/(^|\/)\.\.(\/|$)/.test(pattern))
    return 'fits nothing: paths begin at the root of the repository, without ".."';
  const [, head = '', choices, tail = ''] = /^(.*?)\{([^{}/]*,[^{}/]*)\}(.*)$/.exec(pattern) ?? [];
  if (choices === undefined) return null;
  const each = choices.split(',').map((choice) => `"${head}${choice.trim()}${tail}"`);
  return `fits nothing: braces choose nothing here; write ${each.slice(0, 4).join(', ')}`;
}
