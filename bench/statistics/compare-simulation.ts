import { createRandom, type RandomSource } from '../../shared/statistics/distributions/create-random.ts';

/** Shapes of noise, each with standard deviation 1 and mean 0 (t3 has variance 3, the lognormal a log sd of .8). */
export const NOISES = ['normal', 't3', 'lognormal', 'bimodal'] as const;
export type Noise = (typeof NOISES)[number];

/** One draw of standardised noise. */
export function draw(noise: Noise, random: RandomSource): number {
  switch (noise) {
    case 'normal':
      return random.normal();
    case 't3': {
      const chi = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
      return random.normal() / Math.sqrt(chi / 3) / Math.sqrt(3);
    }
    case 'lognormal': {
      const variance = 0.8 ** 2;
      const mean = Math.exp(variance / 2);
      return (Math.exp(0.8 * random.normal()) - mean) / (mean * Math.sqrt(Math.expm1(variance)));
    }
    case 'bimodal':
      return ((random.uniform() < 0.5 ? -1 : 1) * 2 + random.normal()) / Math.sqrt(5);
  }
}

/** AR(1) with standard deviation 1. */
export function autoregressive(n: number, rho: number, random: RandomSource): number[] {
  const series: number[] = [random.normal()];
  const scale = Math.sqrt(1 - rho * rho);
  while (series.length < n) series.push(rho * (series.at(-1) ?? 0) + scale * random.normal());
  return series.slice(0, n);
}

export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly standardError: number;
  /** Bar of the issue; null for cells printed for information. */
  readonly bar:
    | { readonly atMost: number }
    | { readonly atLeast: number }
    | { readonly within: readonly [number, number] }
    | null;
  readonly repetitions: number;
}

/** A share of successes with its binomial standard error. */
export function share(figure: string, hits: number, repetitions: number, bar: Figure['bar']): Figure {
  const value = hits / repetitions;
  return { figure, value, standardError: Math.sqrt((value * (1 - value)) / repetitions), bar, repetitions };
}

export interface BenchOptions {
  readonly json: boolean;
  readonly full: boolean;
  readonly seed: number;
  readonly random: RandomSource;
  /** Part of the name of the cells to run; empty: all. */
  readonly only: string;
  /** Repetitions of a cell in place of the bench's own; null: not told. */
  readonly times: number | null;
}

/** --json, --full, --seed=N; --only=TEXT and --times=N where the bench has cells of their own random sources. */
export function benchOptions(defaultSeed = 20260101): BenchOptions {
  const seed = wholeNumber('seed') ?? defaultSeed;
  return {
    json: process.argv.includes('--json'),
    full: process.argv.includes('--full'),
    seed,
    random: createRandom(seed),
    only: argumentOf('only') ?? '',
    times: wholeNumber('times'),
  };
}

function argumentOf(name: string): string | null {
  const start = `--${name}=`;
  return process.argv.find((argument) => argument.startsWith(start))?.slice(start.length) ?? null;
}

function wholeNumber(name: string): number | null {
  const text = argumentOf(name);
  if (text === null) return null;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`--${name} must be a whole number, not ${text}`);
}

/** Repetitions after which the error of a share at its bar is a tenth of the bar. */
export function timesForBar(atMost: number): number {
  return Math.ceil((100 * (1 - atMost)) / atMost);
}

/** Prints the figures; exit code 1 when a bar is missed. */
export function printFigures(title: string, figures: readonly Figure[], { json, seed }: BenchOptions): void {
  const met = (figure: Figure): boolean | null => {
    if (figure.bar === null) return null;
    if ('within' in figure.bar) {
      return figure.value >= figure.bar.within[0] && figure.value <= figure.bar.within[1];
    }
    return 'atMost' in figure.bar ? figure.value <= figure.bar.atMost : figure.value >= figure.bar.atLeast;
  };
  if (json) {
    console.log(
      JSON.stringify(
        { title, seed, figures: figures.map((figure) => ({ ...figure, met: met(figure) })) },
        null,
        2,
      ),
    );
  } else {
    console.log(`${title} (seed ${seed})`);
    for (const figure of figures) console.log(line(figure, met(figure)));
  }
  if (figures.some((figure) => met(figure) === false)) process.exitCode = 1;
}

function line(figure: Figure, met: boolean | null): string {
  const bar =
    figure.bar === null
      ? ''
      : 'atMost' in figure.bar
        ? `<= ${figure.bar.atMost}`
        : 'atLeast' in figure.bar
          ? `>= ${figure.bar.atLeast}`
          : figure.bar.within.join(' to ');
  const verdict = met === null ? '' : met ? 'met' : 'MISSED';
  return `  ${figure.figure.padEnd(62)} ${figure.value.toFixed(4)} ± ${figure.standardError.toFixed(4)}  n=${figure.repetitions}  ${bar} ${verdict}`;
}
