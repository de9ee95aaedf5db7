import { rankByImpact } from '../../shared/statistics/causes/rank-by-impact.ts';
import { rankByShift } from '../../shared/statistics/causes/rank-by-shift.ts';
import {
  flowSeries,
  petShopCases,
  petShopNormal,
  petShopScenarios,
  rowsOf,
  sockShopCases,
} from './causes-data.ts';

/** Rank (0-based) of the true cause in every case; null when it is not named. */
export interface RankedCase {
  readonly group: string;
  readonly name: string;
  readonly rank: number | null;
}

/** What is done to the columns of an incident before it is ranked. */
export type ChangeColumn = (column: readonly (number | null)[]) => readonly (number | null)[];

export function rankPetShop(
  folder?: string,
  change: ChangeColumn = (column) => column,
): readonly RankedCase[] {
  return petShopScenarios(folder).flatMap((scenario) =>
    petShopCases(scenario, folder).map((each) => {
      const { causes } = rankByImpact({
        symptom: each.symptom,
        amount: each.metric === 'latency' ? 'time' : 'failures',
        series: flowSeries(each.normal, each.abnormal, each.metric).map((one) => ({
          ...one,
          normal: change(one.normal),
          abnormal: change(one.abnormal),
        })),
        calls: each.calls,
      });
      const rank = causes.findIndex((cause) => cause.node === each.cause);
      return { group: `${scenario} ${each.metric}`, name: each.name, rank: rank === -1 ? null : rank };
    }),
  );
}

export interface HealthyWindow {
  readonly group: string;
  /** cut: the normal series cut at a share of its length; short: five rows after a normal time of 300 or more. */
  readonly kind: 'cut' | 'short';
  readonly named: boolean;
}

/** Windows without a fault, in which nobody should be named. Every window is judged by what came before it only. */
export function judgeHealthyPetShop(folder?: string): readonly HealthyWindow[] {
  const windows: HealthyWindow[] = [];
  for (const scenario of petShopScenarios(folder)) {
    const { normal, calls } = petShopNormal(scenario, folder);
    for (const metric of ['latency', 'availability'] as const) {
      const judge = (cut: number, end: number, kind: 'cut' | 'short'): void => {
        const series = flowSeries(rowsOf(normal, 0, cut), rowsOf(normal, cut, end), metric);
        const { causes } = rankByImpact({
          symptom: 'PetSite',
          amount: metric === 'latency' ? 'time' : 'failures',
          series,
          calls,
        });
        windows.push({ group: `${scenario} ${metric}`, kind, named: causes.length > 0 });
      };
      for (const share of [0.5, 0.6, 0.7, 0.8, 0.9])
        judge(Math.floor(normal.rows * share), normal.rows, 'cut');
      for (let cut = 300; cut + 5 <= normal.rows; cut += 5) judge(cut, cut + 5, 'short');
    }
  }
  return windows;
}

export function rankSockShop(
  folder?: string,
  change: ChangeColumn = (column) => column,
): readonly RankedCase[] {
  return sockShopCases(folder).map((each) => {
    const series = each.series.map((one) => ({
      ...one,
      normal: change(one.normal),
      abnormal: change(one.abnormal),
    }));
    const rank = rankByShift(series).causes.findIndex((cause) => cause.node === each.service);
    return { group: each.fault, name: each.name, rank: rank === -1 ? null : rank };
  });
}

/** First against second half of the normal windows: nobody should be named. */
export function judgeHealthySockShop(folder?: string): readonly HealthyWindow[] {
  return sockShopCases(folder).map((each) => {
    const halves = each.series.map((series) => {
      const middle = series.normal.length >> 1;
      return { ...series, normal: series.normal.slice(0, middle), abnormal: series.normal.slice(middle) };
    });
    return { group: each.fault, kind: 'cut', named: rankByShift(halves).causes.length > 0 };
  });
}

export function topShare(cases: readonly RankedCase[], k: number): number {
  return cases.filter(({ rank }) => rank !== null && rank < k).length / cases.length;
}

/** Mean of AC@1 … AC@5. */
export function averageAt5(cases: readonly RankedCase[]): number {
  return [1, 2, 3, 4, 5].reduce((sum, k) => sum + topShare(cases, k), 0) / 5;
}

/** Wilson's 95 % interval of a share. */
export function wilson(share: number, n: number): readonly [number, number] {
  const z2 = 3.8414588;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Math.sqrt(z2) / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
