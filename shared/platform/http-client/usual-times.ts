/** What answers of one kind usually take. */
interface UsualTime {
  readonly median: number;
  /** 95 % of the last answers came within it, ms; null while too few are known. */
  readonly p95: number;
  readonly longest: number;
}

export interface UsualTimes {
  /** An answer and the milliseconds that it took. */
  note(url: URL, ms: number): void;
  /** Null while too few answers of the kind are known. */
  of(url: URL): UsualTime | null;
}

const LAST_ANSWERS = 100;
const FEWEST_ANSWERS = 10;
/** Kinds come from the code of connectors, so a few dozen are more than there are; the bound is for mistakes. */
const MOST_KINDS = 200;
const P95 = 0.95;

/** Keeps the times of the last hundred answers of each kind of call to one host. */
export function createUsualTimes(): UsualTimes {
  const byKind = new Map<string, number[]>();
  return {
    note(url, ms) {
      const kind = kindOf(url);
      const known = byKind.get(kind) ?? [];
      const oldest = byKind.keys().next();
      if (known.length === 0 && byKind.size >= MOST_KINDS && oldest.done !== true)
        byKind.delete(oldest.value);
      byKind.set(kind, [...known.slice(1 - LAST_ANSWERS), ms]);
    },
    of(url) {
      const known = byKind.get(kindOf(url)) ?? [];
      if (known.length < FEWEST_ANSWERS) return null;
      const sorted = [...known].sort((a, b) => a - b);
      const longest = sorted.at(-1) ?? 0;
      const quantile = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? longest;
      return { median: quantile(0.5), p95: quantile(P95), longest };
    },
  };
}

/** Host and path without what names one thing: segments with a digit, an escape or a dot, and long ones. */
function kindOf({ pathname }: URL): string {
  return pathname
    .split('/')
    .map((segment) => (/[\d%.]/.test(segment) || segment.length > 30 ? '*' : segment))
    .join('/');
}
