/** How a host reads its file of code owners. */
export type CodeOwnersSyntax = 'github' | 'gitlab';

/** One line: files, and who owns them. */
export interface OwnerRule {
  readonly pattern: string;
  /** As written, `@anna`, `@shop/checkout`, `@@maintainers`, an e-mail address; none: the section's own, or nobody. */
  readonly owners: readonly string[];
  /** GitLab's `!pattern`: the section has no owners for it. */
  readonly excludes: boolean;
}

/** Rules of which the last that fits decides; a file without sections is one. */
export interface OwnerSection {
  readonly name: string;
  /** Owners of rules that name none. */
  readonly owners: readonly string[];
  readonly rules: readonly OwnerRule[];
}

const MOST_RULES = 20_000;
const MOST_OWNERS = 50;
const HEADER = /^\^?\[([^\]]+)\](?:\[\d+\])?(?:\s+(.*))?$/;
const OWNER = /^(@{1,2}[\p{L}\p{N}_][\p{L}\p{N}_.-]*(?:\/[\p{L}\p{N}_.-]+)*|[^\s@]+@[^\s@]+\.[^\s@]+)$/u;

/**
 * Text of a CODEOWNERS file → its sections. What is no rule is left out, as the hosts do; of a file with more than 20,000 rules nothing is known. Sources: docs.github.com "About code owners",
 * docs.gitlab.com "Code Owners syntax"; sections, their default owners and exclusions are GitLab's alone.
 */
export function parseCodeOwners(text: string, syntax: CodeOwnersSyntax): readonly OwnerSection[] {
  const sections = new Map<
    string,
    { name: string; owners: readonly string[]; readonly rules: OwnerRule[] }
  >();
  const sectionOf = (name: string) => {
    const key = name.toLowerCase();
    const known = sections.get(key) ?? { name, owners: [], rules: [] };
    sections.set(key, known);
    return known;
  };
  let current = '';
  let rules = 0;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const header = syntax === 'gitlab' ? HEADER.exec(line) : null;
    if (header !== null) {
      const [, name = '', owners = ''] = header;
      // Sections of one name are one, whatever their case.
      current = name.trim();
      const named = ownersIn(wordsOf(owners));
      if (named.length > 0) sectionOf(current).owners = named;
      continue;
    }
    rules += 1;
    // Lines further down may take back what stands here.
    if (rules > MOST_RULES) return [];
    sectionOf(current).rules.push(ruleOf(line, syntax));
  }
  return [...sections.values()];
}

function ruleOf(line: string, syntax: CodeOwnersSyntax): OwnerRule {
  const [first = '', ...rest] = wordsOf(line);
  const excludes = syntax === 'gitlab' && first.startsWith('!');
  return { pattern: excludes ? first.slice(1) : first, owners: ownersIn(rest), excludes };
}

/** Words parted by blanks; a backslash keeps the sign behind it, and a word that begins with `#` begins a comment. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:\\.|\S)+/gu) ?? [];
  const end = words.findIndex((word) => word.startsWith('#'));
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replace(/\\(.)/gu, '$1'));
}

function ownersIn(words: readonly string[]): readonly string[] {
  return [...new Set(words.filter((word) => OWNER.test(word)))].slice(0, MOST_OWNERS);
}
