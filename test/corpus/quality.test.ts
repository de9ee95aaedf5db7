import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../shared/errors/pipeline-error.ts';
import { createResultReader } from '../../shared/results/create-result-reader.ts';
import type { RawMeasurement } from '../../shared/results/raw-measurement.ts';

const samples = new URL('../../../shared/data/samples/', import.meta.url);
const facts = { service: 's', commit: 'c', branch: null, environment: { name: 'e', facts: {} } };

function read(folder: string, name: string): RawMeasurement | PipelineError {
  const reader = createResultReader(facts);
  try {
    reader.push(readFileSync(new URL(`${folder}/${name}`, samples)));
    return reader.end();
  } catch (error) {
    if (PipelineError.is(error)) return error;
    throw error;
  }
}

function documents(folder: string): string[] {
  return readdirSync(new URL(folder, samples)).filter((name) => name !== 'README.md');
}

function refused(folder: string): string[] {
  return documents(folder).filter((name) => PipelineError.is(read(folder, name)));
}

function figure(folder: string, name: string, metric: string): number | undefined {
  const document = read(folder, name);
  if (PipelineError.is(document)) throw document;
  return document.metrics.find((one) => one.name === metric)?.statistics[0]?.value;
}

describe.skipIf(!existsSync(samples))('real reports (../shared/data/samples)', () => {
  it.each([
    // A mapping of source positions, which is no coverage.
    { folder: 'coverage', documentCount: 11, expected: [/Mapping/] },
    { folder: 'grype', documentCount: 4, expected: [] },
    // Jenkins' own store of results, and a file that was cut.
    { folder: 'junit', documentCount: 40, expected: [/junitResult/, /corrupt-xml/] },
    // Its results lie in another document.
    { folder: 'sarif', documentCount: 14, expected: [/InlineExternalProperties/] },
    { folder: 'trivy', documentCount: 18, expected: [] },
  ])('reads every report of $folder but those that are none', ({ folder, documentCount, expected }) => {
    const names = refused(folder);

    expect(documents(folder)).toHaveLength(documentCount);
    expect(names).toHaveLength(expected.length);
    expected.forEach((pattern, index) => expect(names[index]).toMatch(pattern));
  });

  it('reads the figures that the reports themselves state', () => {
    const dotnet = 'cobertura__ReportGenerator__Cobertura_dotnet-coverage.xml';
    const pulsar = 'report__test-reporter__pulsar-test-report.xml';

    // line-rate="0.6936170212765957"; tests="808" failures="1" skipped="14" time="2126.531…".
    expect(figure('coverage', dotnet, 'coverage_lines')).toBeCloseTo(0.6936170212765957, 12);
    expect(
      ['tests', 'tests_failed', 'tests_skipped', 'tests_seconds'].map((name) =>
        figure('junit', pulsar, name),
      ),
    ).toEqual([808, 1, 14, expect.closeTo(2_126.531, 6)]);
  });
});
