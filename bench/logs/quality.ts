import { createMasker } from '../../shared/masking/create-masker.ts';
import {
  labelledSystems,
  meanScores,
  scoreSystem,
  type LogInput,
  type TemplateScores,
} from './template-scores.ts';

/**
 * Grouping and template figures on the labelled logs, one setting for all systems, from message content and from whole
 * lines. Run: `npx node bench/logs/quality.ts [--json]`.
 */
const BARS = {
  content: { groupingAccuracy: 0.95, groupingF1: 0.88, templateF1: 0.65 },
  raw: { groupingAccuracy: 0.9, groupingF1: 0.8, templateF1: 0 },
} as const;
/** Drain3 and Drain/Brain (tuned for each system) measured on the same half with the same scorer. */
const PEERS = [
  ['Drain3, one setting, masks, content', 0.837, 0.84],
  ['Drain, tuned per system, content', 0.909, 0.792],
  ['Brain, tuned per system, content', 0.973, 0.923],
  ['Drain3, one setting, no masks, raw', 0.432, 0.449],
] as const;

const systems = labelledSystems();
if (systems.length === 0) {
  console.error('No labelled logs at ../shared/data/logs; nothing measured.');
  process.exitCode = 2;
} else {
  const inputs: readonly LogInput[] = ['content', 'raw'];
  const figures = inputs.map((input) => ({
    input,
    systems: systems.map((system) => scoreSystem(system, input)),
  }));
  if (process.argv.includes('--json')) console.log(JSON.stringify(figures, null, 2));
  else {
    for (const { input, systems: scores } of figures) print(input, scores);
    printMaskedFirst();
  }
  const missed = figures.flatMap(({ input, systems: scores }) => shortfalls(input, scores));
  for (const line of missed) console.log(`below its bar: ${line}`);
  if (missed.length > 0) process.exitCode = 1;
}

function print(input: LogInput, scores: ReturnType<typeof scoreSystem>[]): void {
  console.log(`\n${input}: grouping accuracy, F1 of grouping, template F1`);
  console.log(`${'system'.padEnd(12)} ${'original truth'.padEnd(24)} ${'corrected truth'.padEnd(24)} groups`);
  for (const { system, original, corrected, groups } of scores) {
    console.log(`${system.padEnd(12)} ${row(original)}   ${row(corrected)}   ${groups}`);
  }
  console.log(
    `${'mean'.padEnd(12)} ${row(meanScores(scores.map(({ original }) => original)))}   ${row(meanScores(scores.map(({ corrected }) => corrected)))}`,
  );
  for (const [name, accuracy, f1] of PEERS) {
    if (name.endsWith(input))
      console.log(
        `peer: ${name}: ${accuracy.toFixed(3)}  ${f1.toFixed(3)} (original truth; measured earlier)`,
      );
  }
}

/** What masking costs, as the pipeline does it: every line is masked before it is mined. */
function printMaskedFirst(): void {
  const masker = createMasker({ runKey: 'bench' });
  const scores = systems.map((system) => scoreSystem(system, 'raw', (line) => masker.mask(line)));
  console.log('\nraw, masked before mining');
  console.log(
    `${'mean'.padEnd(12)} ${row(meanScores(scores.map(({ original }) => original)))}   ${row(meanScores(scores.map(({ corrected }) => corrected)))}`,
  );
}

function row({ groupingAccuracy, groupingF1, templateF1 }: TemplateScores): string {
  return [groupingAccuracy, groupingF1, templateF1].map((value) => value.toFixed(4)).join('  ');
}

function shortfalls(input: LogInput, scores: ReturnType<typeof scoreSystem>[]): readonly string[] {
  const original = meanScores(scores.map((score) => score.original));
  const corrected = meanScores(scores.map((score) => score.corrected));
  const bars = BARS[input];
  const missed: string[] = [];
  if (original.groupingAccuracy < bars.groupingAccuracy) missed.push(`${input} grouping accuracy`);
  if (original.groupingF1 < bars.groupingF1) missed.push(`${input} F1 of grouping`);
  if (corrected.templateF1 < bars.templateF1) missed.push(`${input} template F1`);
  const weak = scores.filter((score) => score.original.groupingAccuracy < 0.8).map(({ system }) => system);
  return weak.length === 0 ? missed : [...missed, `${input} grouping accuracy of ${weak.join(', ')}`];
}
