import type { Plan } from '../contracts/plan.ts';
import { maskedText } from '../contracts/masked-text.ts';

/** Paths whose change touches more than its own lines: data, queries, concurrency, configuration, dependencies. */
const RISKY: readonly { readonly pattern: RegExp; readonly what: ReturnType<typeof maskedText> }[] = [
  { pattern: /(^|\/)(migrations?|schema)(\/|\.)|\.sql$/i, what: maskedText`database schema or query` },
  {
    pattern:
      /(^|\/)(package(-lock)?\.json|pom\.xml|build\.gradle|go\.(mod|sum)|requirements.*\.txt|Cargo\.(toml|lock))$/,
    what: maskedText`dependencies`,
  },
  { pattern: /(^|\/)(Dockerfile|.*\.(tf|bicep)|helm|k8s|deploy)/i, what: maskedText`deployment` },
  {
    // A lock, but no lock file of a package manager, no block and no clock.
    pattern: /(cache|pool|(?<![bc.])lock(?!\.(json|ya?ml))|mutex|queue|thread|concurren)/i,
    what: maskedText`caching or concurrency`,
  },
];
const LARGE_CHANGE_LINES = 500;

/** How much a change may touch, from its diff alone. First cut: paths and size. */
export function riskOf(files: Plan['diff']['files']): Plan['risk'] {
  const reasons = RISKY.flatMap(({ pattern, what }) => {
    const touched = files.filter((file) => pattern.test(file.path)).length;
    return touched === 0
      ? []
      : [maskedText`${what}: ${touched} ${touched === 1 ? maskedText`file` : maskedText`files`}`];
  });
  const lines = files.reduce((sum, file) => sum + file.additions + file.deletions, 0);
  if (lines >= LARGE_CHANGE_LINES) reasons.push(maskedText`large change: ${lines} lines`);
  if (reasons.length >= 2) return { level: 'high', reasons };
  return { level: reasons.length === 1 ? 'medium' : 'low', reasons };
}
