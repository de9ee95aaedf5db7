import type { GitlabDiffItem } from '../../apps/local/gitlab-look-alike/gitlab-state.ts';
import { plantedIn, type PlantedValue, prose } from './planted-values.ts';

const planted = new Map<string, readonly PlantedValue[]>();
const marks = new Map<string, Fate>();

/** The forty values of an input; asking for them makes it one of the inputs that are looked for. */
export function values(input: string): readonly PlantedValue[] {
  const known = planted.get(input) ?? plantedIn(input);
  planted.set(input, known);
  return known;
}

/** For inputs where words around a value are no legal text. */
export function alone(input: string): readonly PlantedValue[] {
  return values(input).filter((one) => one.alone);
}

/** All forty in words. */
export function words(input: string): string {
  return prose(values(input));
}

/** What becomes of the text of an input: some of it is kept, masked; or nothing of it is, and only its coming can be seen. */
export type Fate = 'kept' | 'passed';

/** A harmless word that stands before the values of an input: where it arrives, the input was reached, so a test that finds no value has looked at the right place. */
export function markOf(input: string, fate: Fate = 'kept'): string {
  const mark = `reached-${input.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  marks.set(mark, fate);
  return mark;
}

/** Marks of all inputs so far that have this fate. */
export function marksOf(fate: Fate): readonly string[] {
  return [...marks].flatMap(([mark, known]) => (known === fate ? [mark] : []));
}

/** All forty in words, behind the mark of the input. */
export function marked(input: string, fate: Fate = 'kept'): string {
  return `${markOf(input, fate)}\n${words(input)}`;
}

/** All forty in words on as many lines as a field's length asks for; the first begins with the mark. */
export function markedLines(input: string, most: number, fate: Fate = 'kept'): string[] {
  const lines = values(input).map(({ text }) => text.replaceAll('\n', ' '));
  return packed([markOf(input, fate), ...lines], ' ', most);
}

/** Those that tell by themselves what they are, in as many fields as the length asks for; the first begins with the mark. */
export function markedAlone(input: string, joint: string, most: number): string[] {
  const some = joint === ' ' ? alone(input).map(({ value }) => value) : alone(input).map(asRef);
  // A value that is longer than the field stands in no such field.
  const fitting = some.filter((value) => value.length <= most);
  return packed([markOf(input), ...fitting], joint, most);
}

/** Values of all inputs so far. */
export function allPlanted(): readonly (readonly PlantedValue[])[] {
  return [...planted.values()];
}

/** Git takes no blanks and no colons in the name of a branch. */
export function asRef({ value }: PlantedValue): string {
  return value.replaceAll(' ', '-');
}

/** As many values in one field as its length allows. */
export function packed(some: readonly string[], joint: string, most: number): string[] {
  const fields: string[] = [];
  for (const value of some) {
    const last = fields.at(-1);
    if (last === undefined || last.length + joint.length + value.length > most) fields.push(value);
    else fields[fields.length - 1] = `${last}${joint}${value}`;
  }
  return fields;
}

/** GitLab's paths know letters, digits, `_`, `-`, `.`. */
export function legalPath(some: readonly PlantedValue[], count: number): string {
  return some
    .map(({ value }) => value)
    .filter((value) => /^[\w.-]+$/.test(value))
    .slice(0, count)
    .join('-');
}

/** Source with values in added and removed lines, and files named after values. @param of whose diff it is, before the names of its inputs */
export function diffs(of = ''): GitlabDiffItem[] {
  const lines = [markOf(`${of}diff`), ...values(`${of}diff`).flatMap(({ text }) => text.split('\n'))];
  const source = `@@ -1,${lines.length} +1,${lines.length} @@\n${lines.map((line) => `+${line}`).join('\n')}\n`;
  const removed = marked(`${of}removed lines`)
    .split('\n')
    .map((line) => `-${line}\n`)
    .join('');
  const first = { old_path: 'src/orders.ts', new_path: 'src/orders.ts', diff: `${source}${removed}` };
  const names = [markOf(`${of}file name`), ...alone(`${of}file name`).map(asRef)];
  const named = names.map((name) => `src/${name}.ts`);
  return [first, ...named.map((file) => ({ old_path: file, new_path: file, diff: '@@ -1 +1 @@\n-a\n+b\n' }))];
}

/** Claims that cite evidence, and one that is dropped. */
export function modelReply(): object {
  const claims = values('model claim').map(({ text }) => ({
    text: `The cause is ${text}`,
    evidence: ['E1', 'D1'],
    confidence: 'high',
  }));
  return {
    summary: words('model summary'),
    causes: claims.slice(0, 20),
    fixes: [
      ...claims.slice(20),
      { text: words('dropped claim'), evidence: ['E99'], confidence: 'low' },
    ].slice(-20),
  };
}

/** A policy with values in comment, query, budgets and rules. */
export function policyText(): string {
  const commented = words('policy comment')
    .split('\n')
    .map((line) => `# ${line}\n`)
    .join('');
  const budgets = values('policy budget').map(
    ({ text }) =>
      `  - { metric: ${JSON.stringify(text.slice(0, 200))}, statistic: p95, max: 1, onBreach: warn }\n`,
  );
  const rules = values('policy rule').map(
    ({ text }, at) =>
      `  - { id: ${JSON.stringify(`r${at} ${text}`.slice(0, 80))}, match: ${JSON.stringify(text.slice(0, 200))}, statistics: [p95], margin: 0.1, onRegression: warn }\n`,
  );
  const query = JSON.stringify(
    `cpu{${values('policy query')
      .map(({ text }, at) => `a${at}=${JSON.stringify(text)}`)
      .join(',')}}`,
  );
  return `${commented}schema: perf-agent.policy.v1
id: planted
falseDiscoveryRate: 0.2
sources:
  - name: cpu
    connection: prometheus
    query: { promql: ${query}, stepSeconds: 1, metric: cpu_cores, unit: cores, direction: lower-is-better, scale: ratio-scale }
budgets:
${budgets.join('')}metrics:
  - { id: cpu, match: cpu_cores, statistics: [mean], margin: 0.1, onRegression: fail }
  - { id: latency, match: http_req_duration, statistics: [p50], margin: 0.1, onRegression: fail }
  - { id: any, match: '*', statistics: [p50, value, mean], margin: 0.1, onRegression: warn }
${rules.join('')}`;
}
