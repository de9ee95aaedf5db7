import { invalidInput } from '../invalid-input.ts';
import type { RawMetric } from '../raw-measurement.ts';
import { coverageMetric, NOTHING_TO_COVER } from './quality-document.ts';
import type { XmlReport } from './xml-elements.ts';

const KINDS: Readonly<Record<string, string>> = {
  LINE: 'lines',
  BRANCH: 'branches',
  INSTRUCTION: 'instructions',
  METHOD: 'functions',
};

/** JaCoCo's XML (report.dtd): the counters of the report itself; those of packages and groups add up to them. */
export function createJacoco(): XmlReport {
  const metrics: RawMetric[] = [];
  let counters = 0;
  return {
    open(name, { type = '', missed, covered }, path) {
      const kind = KINDS[type];
      if (name !== 'counter' || path.length !== 1 || kind === undefined) return;
      const counts = [Number(missed), Number(covered)] as const;
      if (!counts.every((count) => count >= 0)) {
        throw invalidInput(`JaCoCo counter ${type}`, 'numbers in missed and covered');
      }
      counters += 1;
      metrics.push(...coverageMetric(kind, counts[1], counts[0] + counts[1]));
    },
    end() {
      if (counters === 0) throw invalidInput('JaCoCo report', 'counters of the report');
      return { tool: 'jacoco', metrics, notes: metrics.length === 0 ? [NOTHING_TO_COVER] : [] };
    },
  };
}
