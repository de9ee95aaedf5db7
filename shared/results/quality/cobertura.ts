import { invalidInput } from '../invalid-input.ts';
import { coverageMetric, NOTHING_TO_COVER } from './quality-document.ts';
import type { Attributes, XmlReport } from './xml-elements.ts';

/** `50% (1/2)`: conditions of a line that were taken. */
const CONDITIONS = /\((\d+)\/(\d+)\)/;

/**
 * Cobertura's XML (coverage-04.dtd; coverage.py, gcovr, dotnet, PHPUnit): counts of the root where it has them, else counted from the
 * lines of classes (those of methods repeat them), else the root's rates alone.
 */
export function createCobertura(): XmlReport {
  let root: Attributes = {};
  const lines = { covered: 0, total: 0 };
  const branches = { covered: 0, total: 0 };

  return {
    open(name, attributes, path) {
      if (path.length === 0) root = attributes;
      // Lines of other formats have no hits: they are none that was not run.
      if (name !== 'line' || path.includes('methods') || attributes['hits'] === undefined) return;
      lines.total += 1;
      if (Number(attributes['hits']) > 0) lines.covered += 1;
      const [, covered, total] = CONDITIONS.exec(attributes['condition-coverage'] ?? '') ?? [];
      branches.covered += Number(covered ?? 0);
      branches.total += Number(total ?? 0);
    },
    end() {
      const metrics = [
        ...shareOf('lines', { covered: 'lines-covered', total: 'lines-valid', rate: 'line-rate' }, lines),
        ...shareOf(
          'branches',
          { covered: 'branches-covered', total: 'branches-valid', rate: 'branch-rate' },
          branches,
        ),
      ];
      const isEmpty = metrics.length === 0;
      if (isEmpty && numberIn('lines-valid') !== 0) {
        throw invalidInput('Cobertura report', 'line-rate, or lines with hits');
      }
      return { tool: 'cobertura', metrics, notes: isEmpty ? [NOTHING_TO_COVER] : [] };
    },
  };

  function shareOf(
    kind: string,
    named: { readonly covered: string; readonly total: string; readonly rate: string },
    counted: { readonly covered: number; readonly total: number },
  ) {
    const [covered, total] = [numberIn(named.covered), numberIn(named.total)];
    if (covered !== null && total !== null && covered <= total) return coverageMetric(kind, covered, total);
    if (counted.total > 0) return coverageMetric(kind, counted.covered, counted.total);
    const rate = numberIn(named.rate);
    // Writers without branches say 0 or 1: that is no measured share.
    return rate === null || kind === 'branches' ? [] : coverageMetric(kind, Math.min(1, rate), null);
  }

  function numberIn(attribute: string): number | null {
    const text = root[attribute];
    const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
    return Number.isFinite(value) && value >= 0 ? value : null;
  }
}
