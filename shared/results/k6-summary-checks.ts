import type { RawMetric } from './raw-measurement.ts';
import { readText } from './shown-text.ts';

const MOST_CHECKS = 200;
const DEEPEST_GROUP = 20;

/**
 * Each check as a rate of its own. Takes the root group of the old form, where groups and checks are lists (handleSummary) or
 * objects by name (`--summary-export`), or the list of checks of the new form.
 */
export function checksOf(told: unknown): RawMetric[] {
  const found: RawMetric[] = [];
  if (Array.isArray(told)) collect({ checks: told, name: '' }, [], found);
  else collect(told, [], found);
  return found.slice(0, MOST_CHECKS);
}

function collect(group: unknown, parents: readonly string[], found: RawMetric[]): void {
  if (typeof group !== 'object' || group === null || parents.length > DEEPEST_GROUP) return;
  const name = 'name' in group && typeof group.name === 'string' ? group.name : '';
  const path = name === '' ? parents : [...parents, name];
  for (const check of membersOf('checks' in group ? group.checks : [])) {
    const metric = checkFrom(check, path);
    if (metric !== null && found.length < MOST_CHECKS) found.push(metric);
  }
  for (const inner of membersOf('groups' in group ? group.groups : [])) collect(inner, path, found);
}

function membersOf(list: unknown): readonly unknown[] {
  if (Array.isArray(list)) return list;
  return typeof list === 'object' && list !== null ? Object.values(list) : [];
}

function checkFrom(check: unknown, path: readonly string[]): RawMetric | null {
  if (typeof check !== 'object' || check === null || !('name' in check)) return null;
  if (!('passes' in check) || !('fails' in check)) return null;
  const { name, passes, fails } = check;
  if (typeof name !== 'string' || typeof passes !== 'number' || typeof fails !== 'number') return null;
  const count = passes + fails;
  if (count <= 0) return null;
  return {
    name: 'checks',
    unit: '',
    direction: 'higher-is-better',
    scale: 'proportion',
    labels: {
      check: readText(name),
      ...(path.length === 0 ? {} : { group: readText(path.join('::')) }),
    },
    statistics: [{ name: 'rate', value: passes / count, count, events: passes }],
  };
}
