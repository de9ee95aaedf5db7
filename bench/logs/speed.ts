import { learnHeader } from '../../shared/logs/learn-header.ts';
import { createMiner } from '../../shared/logs/log-miner.ts';
import { labelledSystems, linesOf, type LogInput } from './template-scores.ts';

/**
 * Lines a second on one core, by processor time, so that other work on the machine does not count. Each system's lines
 * are repeated with their numbers changed. Run: `npx node bench/logs/speed.ts`.
 */
const BAR = 200_000;
const COPIES = 60;

const systems = labelledSystems();
if (systems.length === 0) {
  console.error('No labelled logs at ../shared/data/logs; nothing measured.');
  process.exitCode = 2;
} else {
  for (const input of ['content', 'raw'] as const) if (measure(input) < BAR) process.exitCode = 1;
}

function measure(input: LogInput): number {
  let allLines = 0;
  let allSeconds = 0;
  console.log(`\n${input}`);
  for (const system of systems) {
    const lines = linesOf(system, input);
    // A decoded buffer, as a file gives it: strings put together in memory are slower to read.
    const text = Buffer.from(
      Array.from({ length: COPIES }, (_, copy) => varied(lines, copy)).join(''),
    ).toString();
    const miner = createMiner({ header: learnHeader(lines) });
    const started = process.cpuUsage();
    let count = 0;
    for (let at = 0, end = text.indexOf('\n'); end >= 0; at = end + 1, end = text.indexOf('\n', at)) {
      miner.addSlice(text, at, end);
      count++;
    }
    const { user, system: kernel } = process.cpuUsage(started);
    const seconds = (user + kernel) / 1e6;
    allLines += count;
    allSeconds += seconds;
    const patterns = miner.result().patterns.length;
    console.log(
      `${system.padEnd(12)} ${rate(count, seconds)}  ${(text.length / seconds / 1e6).toFixed(1).padStart(6)} MB/s  ${patterns} patterns`,
    );
  }
  console.log(`${'all'.padEnd(12)} ${rate(allLines, allSeconds)}  (bar ${BAR})`);
  return allLines / allSeconds;
}

function rate(lines: number, seconds: number): string {
  return `${Math.round(lines / seconds)
    .toString()
    .padStart(9)} lines/s`;
}

/** The lines with each longer number changed, so that no line is seen twice. */
function varied(lines: readonly string[], copy: number): string {
  return `${lines.map((line) => line.replace(/\d{6,}/g, (digits) => digits.slice(0, -2) + String(10 + (copy % 90)))).join('\n')}\n`;
}
