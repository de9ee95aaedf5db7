import { ANOMALY_THRESHOLD } from '../../shared/statistics/anomalies/anomaly-scores.ts';
import { detectChangePoints } from '../../shared/statistics/change-points/detect-change-points.ts';
import { averageAt5, type ChangeColumn, rankPetShop, rankSockShop, topShare } from './causes-score.ts';
import { benchOptions, type Figure, printFigures } from './compare-simulation.ts';
import { haveLabelled, loadTcpdScorer, readTcpd } from './history-data.ts';
import { scoreNabChanged } from './history-nab-transfer.ts';

/**
 * Whether the scores on labelled data hang on details of it: each set again with noise of 1 % of a series' standard deviation, with 5 %
 * of its points missing, and with both. The error printed is that of the mean over such draws; how far the sets themselves can
 * be trusted stands with `history-tcpd.ts`, `history-nab.ts` and `causes-labelled.ts`.
 */
const options = benchOptions();
const { random } = options;
const NOISE = 0.01;
const MISSING = 0.05;

const CHANGES: Readonly<Record<string, ChangeColumn>> = {
  'as they are': (values) => values,
  'noise of 1 %': (values) => withNoise(values),
  '5 % missing': (values) => withGaps(values),
  both: (values) => withGaps(withNoise(values)),
};

/** Points that are missing are other data, on which less can be seen: told without a bar. */
const MISSES: ReadonlySet<string> = new Set(['5 % missing', 'both']);

function withNoise(values: readonly (number | null)[]): readonly (number | null)[] {
  const present = values.filter((value) => value !== null);
  const mean = present.reduce((sum, value) => sum + value / present.length, 0);
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2 / present.length, 0);
  const size = NOISE * Math.sqrt(variance);
  return values.map((value) => (value === null ? null : value + size * random.normal()));
}

function withGaps(values: readonly (number | null)[]): readonly (number | null)[] {
  return values.map((value) => (random.uniform() < MISSING ? null : value));
}

/** Scores of one draw, by name. */
type Scores = Readonly<Record<string, number>>;

async function figuresOf(
  draws: number,
  bars: Readonly<Record<string, number>>,
  score: (change: ChangeColumn) => Scores | Promise<Scores>,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, change] of Object.entries(CHANGES)) {
    const found: Scores[] = [];
    for (let draw = 0; draw < (name === 'as they are' ? 1 : draws); draw++) found.push(await score(change));
    for (const [what, bar] of Object.entries(bars)) {
      const values = found.map((one) => one[what] ?? 0);
      const value = values.reduce((sum, one) => sum + one / values.length, 0);
      const squares = values.reduce((sum, one) => sum + (one - value) ** 2, 0);
      const standardError = Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
      figures.push({
        figure: `${what}, ${name}`,
        value,
        standardError,
        bar: MISSES.has(name) ? null : { atLeast: bar },
        repetitions: values.length,
      });
    }
  }
  return figures;
}

if (!haveLabelled()) {
  console.error('The labelled series are not beside the repository; nothing to score.');
  process.exitCode = 2;
} else {
  const scorer = await loadTcpdScorer();
  const published = readTcpd().filter((series) => series.published);
  const figures = [
    ...(await figuresOf(options.times ?? 40, { 'TCPD F1': 0.7, 'TCPD Covering': 0.69 }, (change) => {
      const scores = published.map(({ values, annotations }) => {
        const indices = detectChangePoints(change(Array.from(values))).map(({ index }) => index);
        const found = scorer.clean(indices, values.length);
        return [
          scorer.fMeasure(annotations, found, 5).f1,
          scorer.covering(annotations, found, values.length),
        ] as const;
      });
      const mean = (part: 0 | 1): number => scores.reduce((sum, one) => sum + one[part] / scores.length, 0);
      return { 'TCPD F1': mean(0), 'TCPD Covering': mean(1) };
    })),
    ...(await figuresOf(options.times ?? 4, { 'NAB score': 72, 'NAB window F1': 0.66 }, async (change) => {
      const { score, windowF1 } = await scoreNabChanged(ANOMALY_THRESHOLD, change);
      return { 'NAB score': score, 'NAB window F1': windowF1 };
    })),
    ...(await figuresOf(
      options.times ?? 20,
      { 'PetShop top 3': 0.83, 'Sock Shop Avg@5': 0.97 },
      (change) => ({
        'PetShop top 3': topShare(rankPetShop(undefined, change), 3),
        'Sock Shop Avg@5': averageAt5(rankSockShop(undefined, change)),
      }),
    )),
  ];
  printFigures('Labelled sets, changed a little', figures, options);
}
