import { readText } from './shown-text.ts';

export type Labels = Readonly<Record<string, string>>;

/** Which tags split a metric. The status splits times only: in a rate of failures it would say the same twice. */
const SPLITS: readonly { readonly metric: RegExp; readonly tags: readonly string[] }[] = [
  { metric: /^http_req_duration$/, tags: ['group', 'method', 'name', 'scenario', 'status'] },
  { metric: /^(http_reqs|http_req_failed)$/, tags: ['group', 'method', 'name', 'scenario'] },
  { metric: /^grpc_req_duration$/, tags: ['group', 'method', 'name', 'scenario', 'service', 'status'] },
  { metric: /^checks$/, tags: ['check', 'group', 'scenario'] },
  { metric: /^group_duration$/, tags: ['group', 'scenario'] },
  { metric: /^(iterations|iteration_duration)$/, tags: ['scenario'] },
  { metric: /^browser_(web_vital_|http_req_)/, tags: ['name', 'scenario'] },
];

/** The tags that make a series of its own of this metric; empty when it is not split. */
export function splittingTags(metric: string): readonly string[] {
  return SPLITS.find((split) => split.metric.test(metric))?.tags ?? [];
}

/** Labels of one point, or null when its tags tell nothing beyond the whole. The same test gives the same labels in each run. */
export function labelsFrom(splitting: readonly string[], tags: Labels): Labels | null {
  const labels: Record<string, string> = {};
  for (const tag of splitting) {
    const value = labelValue(tag, tag === 'name' ? (tags['name'] ?? tags['url']) : tags[tag]);
    if (value !== null) labels[tag] = value;
  }
  return Object.keys(labels).length === 0 ? null : labels;
}

function labelValue(tag: string, value: string | undefined): string | null {
  if (value === undefined || value === '') return null;
  if (tag === 'scenario' && value === 'default') return null;
  const plain = tag === 'group' ? value.replace(/^::/, '') : tag === 'name' ? routeOf(value) : value;
  return plain === '' ? null : readText(plain);
}

/**
 * A name that is an address becomes its path with ids taken out: hosts and ports differ between environments, ids between
 * requests, and neither makes another route. A name that the script set is left as it is.
 */
export function routeOf(name: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(name)?.[1];
  if (path === undefined) return name;
  const segments = path.split('/').map((segment) => (isId(segment) ? ':id' : segment));
  return segments.join('/') || '/';
}

function isId(segment: string): boolean {
  return (
    /^\d+$/.test(segment) ||
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(segment) ||
    /^(?=.*\d)[0-9a-f]{12,}$/i.test(segment)
  );
}

/** The key of a metric for people (`checks{name: pay}`): a value that touches the colon before it would not be known as what it is. */
export function spaced(metric: string): string {
  const brace = metric.indexOf('{');
  if (brace < 0) return metric;
  return metric.slice(0, brace) + metric.slice(brace).replace(/[:,](?=\S)/g, '$& ');
}

/** Labels in one text, the same for the same labels in any order. */
export function labelKey(labels: Labels): string {
  return Object.entries(sortedLabels(labels))
    .map(([name, value]) => `${name}=${value}`)
    .join('\u0000');
}

export function sortedLabels(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
