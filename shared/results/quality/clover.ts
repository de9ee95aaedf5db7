import { invalidInput } from '../invalid-input.ts';
import { coverageMetric, NOTHING_TO_COVER } from './quality-document.ts';
import type { Attributes, XmlReport } from './xml-elements.ts';

/** Kind of coverage → the pair of attributes that counts it. */
const COUNTS = {
  statements: ['coveredstatements', 'statements'],
  branches: ['coveredconditionals', 'conditionals'],
  functions: ['coveredmethods', 'methods'],
} as const;

/** Clover's XML (OpenClover, PHPUnit, Istanbul): the metrics of the project. */
export function createClover(): XmlReport {
  let project: Attributes | null = null;
  return {
    open(name, attributes, path) {
      if (name === 'metrics' && path.at(-1) === 'project') project ??= attributes;
    },
    end() {
      const counts = project;
      if (counts === null) throw invalidInput('Clover report', 'metrics of a project');
      const metrics = Object.entries(COUNTS).flatMap(([kind, [covered, total]]) => {
        const pair = [Number(counts[covered]), Number(counts[total])] as const;
        return pair.every((count) => count >= 0) ? coverageMetric(kind, ...pair) : [];
      });
      return {
        tool: 'clover',
        metrics,
        notes: metrics.length === 0 ? [NOTHING_TO_COVER] : [],
      };
    },
  };
}
