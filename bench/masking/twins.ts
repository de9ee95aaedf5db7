import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMasker } from '../../shared/masking/create-masker.ts';
import { type MaskedSpan } from '../../shared/masking/mask-segment.ts';
import { secretClassOf } from '../../shared/masking/rules/secret-names.ts';
import { SHARED } from './log-text.ts';

interface Case {
  readonly text: string;
  readonly source: string;
  readonly negative: boolean;
  readonly scope?: string;
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

/** What a masker can go by: the rule that found it, what the name before it promises, the signs round it, its characters and length. */
interface Form {
  readonly rule: string;
  readonly name: string;
  readonly isAlone: boolean;
  readonly characters: string;
  readonly length: number;
}

/** A labelled value that is found: where it is from and what it looks like. */
interface Found {
  readonly form: Form;
  readonly source: string;
  readonly shown: string;
}

/** The least recall of secrets by source. */
const BARS: Readonly<Record<string, number>> = {
  'gitleaks-rules': 0.99,
  'trufflehog-tests': 0.8,
  'detect-secrets-tests': 0.9,
  'secretlint-snapshots': 0.9,
};
const LENGTH_FACTOR = 1.6;
const LONGEST_SHOWN = 60;

/**
 * Prints the harmless texts of the public corpus that are masked, each with the labelled texts of the corpus that look the same: found by
 * the same rule, under a name that promises the same, made of the same kinds of characters, not much longer or shorter. Whoever
 * leaves the first leaves the second: what that costs of what each source has to spare is printed beside it.
 */
export function twins(): void {
  const folder = join(SHARED, 'data/masking');
  if (!existsSync(folder)) {
    console.log('The labelled corpus is not here: no harmless texts to look at.');
    return;
  }
  const masker = createMasker({ runKey: 'bench' });
  const cases = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean))
    .map((line) => JSON.parse(line) as Case);
  const labelled = cases
    .filter(({ negative }) => !negative)
    .flatMap(({ text, spans, source }) =>
      masker
        .maskWithSpans(text)
        .spans.filter((found) => spans.some((label) => label.start < found.end && found.start < label.end))
        .map((found): Found => ({ form: formOf(text, found), source, shown: shown(text) })),
    );
  const harmless = cases.filter(({ negative, scope }) => negative && scope === 'strict');
  const masked = harmless
    .map(({ text }) => ({ text, spans: masker.maskWithSpans(text).spans }))
    .filter(({ spans }) => spans.length > 0);
  const sources = recallBySource(cases, labelled);
  for (const { source, recall, labels, spare } of sources)
    console.log(
      `${source}: ${labels} labelled, ${recall.toFixed(3)} found, bar ${BARS[source]?.toFixed(2) ?? ''}: ${spare} to spare`,
    );
  let told = 0;
  for (const { text, spans } of masked) {
    const likes = spans.map((span) => labelled.filter(({ form }) => isTwin(form, formOf(text, span))));
    const fewest = likes.reduce((least, each) => (each.length < least.length ? each : least));
    if (fewest.length > 0) told++;
    console.log(
      `${shown(text)}\n    ${spans.map(({ rule }) => rule).join(', ')}: ${fewest.length} labelled ${fewest[0]?.shown ?? ''}\n    ${costOf(fewest, sources)}`,
    );
  }
  const share = (left: number): string =>
    `${harmless.length - left} of ${harmless.length} (${((harmless.length - left) / harmless.length).toFixed(3)})`;
  console.log(
    `harmless texts unchanged: ${share(masked.length)}; without leaving a labelled text of the same form at most ${share(told)}`,
  );
}

interface SourceRecall {
  readonly source: string;
  readonly labels: number;
  readonly recall: number;
  /** How many more may be missed. */
  readonly spare: number;
}

function recallBySource(cases: readonly Case[], labelled: readonly Found[]): readonly SourceRecall[] {
  return Object.entries(BARS).map(([source, bar]) => {
    const labels = cases
      .filter((each) => !each.negative && each.source === source)
      .reduce((sum, { spans }) => sum + spans.length, 0);
    const found = Math.min(labels, labelled.filter((each) => each.source === source).length);
    return { source, labels, recall: found / labels, spare: Math.floor(found - bar * labels) };
  });
}

/** What leaving a harmless text with its twins costs, by source, and whether all bars hold then. */
function costOf(twinsOfIt: readonly Found[], sources: readonly SourceRecall[]): string {
  const costs = sources.map(({ source, spare }) => {
    const lost = twinsOfIt.filter((each) => each.source === source).length;
    return { told: `${source} ${lost} of ${spare}`, lost, holds: lost <= spare };
  });
  const paid = costs.filter(({ lost }) => lost > 0).map(({ told }) => told);
  return `costs ${paid.join(', ') || 'nothing'} to spare: ${costs.every(({ holds }) => holds) ? 'the bars would hold' : 'below a bar'}`;
}

function formOf(text: string, { start, end, rule }: MaskedSpan): Form {
  const value = text.slice(start, end);
  const name = /([\w.-]{1,64})\W{0,12}$/.exec(text.slice(Math.max(0, start - 80), start))?.[1] ?? '';
  return {
    rule,
    name: secretClassOf(name) ?? 'none',
    // A dash or dot at the end is no part of a value that is found, whoever wrote it.
    isAlone: text.trim().replace(/[.-]+$/, '') === value,
    characters: charactersOf(value),
    length: value.length,
  };
}

function charactersOf(value: string): string {
  if (/^[0-9a-f]+$/i.test(value)) return 'hexadecimal';
  return /^[\w+/=-]+$/.test(value) ? 'letters and digits' : 'signs';
}

function isTwin(one: Form, other: Form): boolean {
  return (
    one.rule === other.rule &&
    one.name === other.name &&
    one.isAlone === other.isAlone &&
    one.characters === other.characters &&
    Math.max(one.length, other.length) <= LENGTH_FACTOR * Math.min(one.length, other.length)
  );
}

function shown(text: string): string {
  const line = JSON.stringify(text);
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line;
}
