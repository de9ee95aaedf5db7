import { type Call } from '../../shared/statistics/causes/cause-ranking.ts';
import { rankByOnset, type TimedSeries } from '../../shared/statistics/causes/rank-by-onset.ts';
import {
  autoregressive,
  benchOptions,
  draw,
  type Figure,
  printFigures,
  share,
} from './compare-simulation.ts';

/**
 * Issue 3, figure 10, simulated incidents: 200 nodes in eight layers, each calling one to three nodes below; one to three
 * sources shift by 3 to 6 standard deviations at a random time, every direct and indirect caller follows 1 to 4 steps
 * a hop later with .4 to 1.2 of the size; ten bystanders spike or shift on their own. Noise: a third each normal, t3, AR(.5).
 */
const NODES = 200;
const LENGTH = 240;
const SEARCH_FROM = 120;
const options = benchOptions();
const { random } = options;
const incidents = options.full ? 2000 : 250;

interface Incident {
  readonly series: readonly TimedSeries[];
  readonly calls: readonly Call[];
  readonly sources: readonly string[];
}

interface World {
  readonly bystanders: number;
  /** Shift of a bystander that does not come back, in standard deviations. */
  readonly lasting: number;
  /** Least and most of its size that trouble keeps from one node to the next. */
  readonly wear: readonly [number, number];
}
const USUAL: World = { bystanders: 10, lasting: 1.5, wear: [0.4, 1.2] };

const figures: Figure[] = [];
for (const sources of [1, 2, 3]) {
  for (const graph of [true, false]) {
    const times = sources === 1 ? incidents : incidents / 2;
    const found = { top1: 0, top3: 0, all: 0 };
    for (let repetition = 0; repetition < times; repetition++) {
      const incident = simulate(sources);
      const { causes } = rankByOnset({
        series: incident.series,
        searchFrom: SEARCH_FROM,
        ...(graph ? { calls: incident.calls } : {}),
      });
      const named = causes.slice(0, 3).map((cause) => cause.node);
      if (incident.sources.includes(named[0] ?? '')) found.top1++;
      found.all += incident.sources.filter((source) => named.includes(source)).length / sources;
      if (incident.sources.some((source) => named.includes(source))) found.top3++;
    }
    const name = `${sources} source${sources === 1 ? '' : 's'}, graph ${graph ? 'known' : 'unknown'}`;
    const [top1, top3] = sources > 1 ? [null, null] : [{ atLeast: 0.7 }, { atLeast: 0.9 }];
    figures.push(share(`${name}: a true source is top 1`, found.top1, times, top1));
    figures.push(share(`${name}: a true source in top 3`, found.top3, times, top3));
    if (sources > 1)
      figures.push(
        share(`${name}: share of the sources in top 3`, found.all, times, graph ? { atLeast: 0.7 } : null),
      );
  }
}
/** The same without a graph where the usual generator is kind or unkind to it. */
for (const [name, world] of [
  ['no bystanders', { ...USUAL, bystanders: 0 }],
  ['copies as large as their source', { ...USUAL, wear: [1, 1] }],
  ['copies of .6 to 1.8 of the size', { ...USUAL, wear: [0.6, 1.8] }],
  ['lasting bystanders of 4 standard deviations', { ...USUAL, lasting: 4 }],
] as const) {
  let top1 = 0;
  for (let repetition = 0; repetition < incidents; repetition++) {
    const { series, sources } = simulate(1, world);
    const [first] = rankByOnset({ series, searchFrom: SEARCH_FROM }).causes;
    if (first?.node === sources[0]) top1++;
  }
  figures.push(share(`1 source, graph unknown, ${name}: top 1`, top1, incidents, null));
}
let quiet = 0;
for (let repetition = 0; repetition < incidents; repetition++) {
  const { series, calls } = simulate(0);
  if (rankByOnset({ series, searchFrom: SEARCH_FROM, calls }).causes.length === 0) quiet++;
}
figures.push(share('no incident, no bystanders: nobody named', quiet, incidents, { atLeast: 0.9 }));
printFigures('Root causes of simulated incidents over 200 series', figures, options);

function simulate(count: number, world: World = USUAL): Incident {
  const calls: Call[] = [];
  const layers = 8;
  const perLayer = NODES / layers;
  const name = (index: number): string => `node ${index}`;
  for (let index = 0; index < NODES - perLayer; index++) {
    const layer = Math.floor(index / perLayer);
    const from = (layer + 1) * perLayer;
    for (let call = 0; call <= random.integer(3); call++) {
      calls.push({
        caller: name(index),
        callee: name(from + random.integer(Math.min(2 * perLayer, NODES - from))),
      });
    }
  }
  const values = Array.from({ length: NODES }, () => noise());
  const sources: number[] = [];
  while (sources.length < count) {
    const source = perLayer * 2 + random.integer(NODES - perLayer * 2);
    if (!sources.includes(source) && calls.some((call) => call.callee === name(source))) sources.push(source);
  }
  for (const source of sources) {
    const start = SEARCH_FROM + 20 + random.integer(50);
    spread(source, start, 3 + 3 * random.uniform(), values, calls, world.wear);
  }
  if (count > 0) disturb(values, world);
  const series = values.map((each, index) => ({
    node: name(index),
    metric: 'latency',
    values: each.map((value) => 100 + 5 * value),
  }));
  return { series, calls, sources: sources.map(name) };
}

/** Nodes that spike or shift on their own. */
function disturb(values: number[][], { bystanders, lasting }: World): void {
  for (let bystander = 0; bystander < bystanders; bystander++) {
    const series = values[random.integer(NODES)] ?? [];
    const at = SEARCH_FROM + random.integer(LENGTH - SEARCH_FROM);
    const long = random.uniform() < 0.3;
    for (let index = at; index < (long ? LENGTH : at + 1); index++)
      series[index] = (series[index] ?? 0) + (long ? lasting : 12);
  }
}

/** Breadth first from callee to callers, each node once. */
function spread(
  source: number,
  start: number,
  size: number,
  values: number[][],
  calls: readonly Call[],
  [least, most]: World['wear'],
): void {
  const reached = new Map([[`node ${source}`, { at: start, size }]]);
  for (const [node, shift] of reached) {
    for (const { caller } of calls.filter((call) => call.callee === node)) {
      if (reached.has(caller)) continue;
      reached.set(caller, {
        at: shift.at + 1 + random.integer(4),
        size: shift.size * (least + (most - least) * random.uniform()),
      });
    }
  }
  for (const [node, shift] of reached) {
    const series = values[Number(node.slice('node '.length))] ?? [];
    for (let index = shift.at; index < LENGTH; index++) series[index] = (series[index] ?? 0) + shift.size;
  }
}

function noise(): number[] {
  const kind = random.integer(3);
  if (kind === 2) return autoregressive(LENGTH, 0.5, random);
  return Array.from({ length: LENGTH }, () => draw(kind === 0 ? 'normal' : 't3', random));
}
