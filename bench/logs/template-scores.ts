import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { learnHeader } from '../../shared/logs/learn-header.ts';
import { createMiner } from '../../shared/logs/log-miner.ts';

/** Labelled logs beside the checkout; research data, never part of the project. */
export const LABELLED_LOGS = new URL('../../../shared/data/logs/', import.meta.url);

export type LogInput = 'content' | 'raw';

/** Shares as the evaluators of logparser and Loghub-2.0 define them. */
export interface TemplateScores {
  /** Lines whose group is exactly a true group. */
  readonly groupingAccuracy: number;
  /** F1 over groups. */
  readonly groupingF1: number;
  /** F1 over groups whose template text is right too. */
  readonly templateF1: number;
}

export interface SystemScores {
  readonly system: string;
  readonly groups: number;
  /** Against the truth as published, and as corrected by Khan et al. (ICSE 2022). */
  readonly original: TemplateScores;
  readonly corrected: TemplateScores;
}

interface TrueLine {
  readonly content: string;
  readonly event: string;
  readonly template: string;
  readonly templateCorrected: string;
}

/** Systems at hand; empty when the data are not. */
export function labelledSystems(): readonly string[] {
  if (!existsSync(LABELLED_LOGS)) return [];
  return readdirSync(LABELLED_LOGS).filter((name) =>
    existsSync(new URL(`${name}/truth.jsonl`, LABELLED_LOGS)),
  );
}

/** Lines of a system: whole lines, or messages without their header. */
export function linesOf(system: string, input: LogInput): readonly string[] {
  if (input === 'content') return truthOf(system).map(({ content }) => content);
  return readFileSync(new URL(`${system}/raw.log`, LABELLED_LOGS), 'utf8')
    .split('\n')
    .slice(0, truthOf(system).length);
}

/** Mines a system with the settings that every log gets, and scores the result. `transform` changes lines before. */
export function scoreSystem(
  system: string,
  input: LogInput,
  transform = (line: string): string => line,
): SystemScores {
  const truth = truthOf(system);
  const lines = linesOf(system, input).map(transform);
  const shapes: number[] = [];
  const miner = createMiner({
    header: learnHeader(lines),
    onRecord: (shapeId, count) => {
      for (let line = 0; line < count; line++) shapes.push(shapeId);
    },
  });
  for (const line of lines) miner.add(line);
  const result = miner.result();
  const patterns = shapes.map((id) => result.patternOf(id));
  const ids = patterns.map(({ id }) => id);
  const templates = patterns.map(({ template }) => normalised(template));
  return {
    system,
    groups: result.patterns.length,
    original: scoresOf(
      truth.map(({ event }) => event),
      truth.map(({ template }) => normalised(template)),
      ids,
      templates,
    ),
    corrected: scoresOf(
      truth.map(({ templateCorrected }) => templateCorrected),
      truth.map(({ templateCorrected }) => normalised(templateCorrected)),
      ids,
      templates,
    ),
  };
}

/** Mean over systems. */
export function meanScores(scores: readonly TemplateScores[]): TemplateScores {
  const mean = (key: keyof TemplateScores): number =>
    scores.reduce((sum, score) => sum + score[key], 0) / scores.length;
  return {
    groupingAccuracy: mean('groupingAccuracy'),
    groupingF1: mean('groupingF1'),
    templateF1: mean('templateF1'),
  };
}

function truthOf(system: string): readonly TrueLine[] {
  const text = readFileSync(new URL(`${system}/truth.jsonl`, LABELLED_LOGS), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TrueLine); // A labelled set of known shape, read by benches and tests only.
}

/** Runs of places count as one, as the evaluators have it. */
function normalised(template: string): string {
  return template
    .replace(/<\*>(?:[\s,;:._/\\-]*<\*>)+/g, '<*>')
    .replace(/\s+/g, ' ')
    .trim();
}

function scoresOf(
  truth: readonly string[],
  trueTemplates: readonly string[],
  predicted: readonly string[],
  templates: readonly string[],
): TemplateScores {
  const trueGroups = groupsOf(truth);
  const groups = groupsOf(predicted);
  let lines = 0;
  let right = 0;
  let rightTemplates = 0;
  for (const members of groups.values()) {
    const event = truth[members[0]!]!;
    if (trueGroups.get(event)!.length !== members.length || members.some((line) => truth[line] !== event))
      continue;
    lines += members.length;
    right++;
    if (members.every((line) => templates[line] === trueTemplates[line])) rightTemplates++;
  }
  const f1 = (hits: number): number => (2 * hits) / (groups.size + trueGroups.size);
  return { groupingAccuracy: lines / truth.length, groupingF1: f1(right), templateF1: f1(rightTemplates) };
}

function groupsOf(keys: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  keys.forEach((key, line) => {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  });
  return groups;
}
