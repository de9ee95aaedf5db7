import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PipelineError } from '../errors/pipeline-error.ts';
import { createResultReader } from './create-result-reader.ts';
import type { RawMeasurement } from './raw-measurement.ts';

const facts = { service: 's', commit: 'c', branch: null, environment: { name: 'e', facts: {} } };

function read(text: string | Uint8Array): RawMeasurement {
  const reader = createResultReader(facts);
  reader.push(typeof text === 'string' ? new TextEncoder().encode(text) : text);
  return reader.end();
}

const metricLine = '{"type":"Metric","data":{"name":"t","type":"trend","contains":"time"},"metric":"t"}';
const pointLine = (value: unknown, at = '2026-11-21T08:00:00Z') =>
  JSON.stringify({ metric: 't', type: 'Point', data: { time: at, value, tags: null } });

describe('a result that cannot be read', () => {
  it.each([
    ['nothing', '', 'first bytes'],
    ['text', 'hello world\n', 'first bytes'],
    ['the summary for people', '  █ TOTAL RESULTS\n', 'first bytes'],
    ['an array', '[1,2]', 'first bytes'],
    ['a cut summary', '{"metrics":{"a":', 'k6 summary'],
    ['another object', '{"hello":1}', 'JSON object'],
    ['a summary without metrics', '{"metrics":{}}', 'k6 summary'],
    ['a summary whose metrics are wrong', '{"metrics":7}', '"metrics"'],
    [
      'a new summary without duration',
      '{"results":{"metrics":[]},"config":{},"version":"1"}',
      '"config.duration"',
    ],
    ['a stream with a bad line', `${metricLine}\nnonsense\n${pointLine(1)}\n`, 'line 2'],
    ['a point without value', `${metricLine}\n${pointLine('x')}\n`, 'line 2'],
    ['a point without time', `${metricLine}\n${pointLine(1, 'yesterday')}\n`, 'line 2'],
    ['a metric of no type', '{"type":"Metric","data":{"type":"cloud"},"metric":"t"}\n', '"data.type"'],
    ['a stream without points', `${metricLine}\n`, 'Point'],
    ['CSV without points', 'metric_name,timestamp,metric_value\n', 'at least one point'],
    ['CSV with a bad value', 'metric_name,timestamp,metric_value\na,1,x\na,1,2\n', 'line 2'],
    ['CSV with a bad time', 'metric_name,timestamp,metric_value\na,1,1\na,noon,2\n', 'line 3'],
    ['CSV with an open quote', 'metric_name,timestamp,metric_value\na,1,1\n"a,1,2\nb,2,3\n', 'line 3'],
  ])('is refused with the place: %s', (_title, text, place) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', disposition: 'dead-letter' }),
    );
    expect(() => read(text)).toThrow(place);
  });

  it.each([
    ['gzip', [0x1f, 0x8b, 8, 0], 'unpack it first'],
    ['a zip archive', [0x50, 0x4b, 3, 4], 'unpack it first'],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0], 'write or convert it as UTF-8'],
  ])('says of %s what to do first', (coding, bytes, cure) => {
    expect(() => read(Uint8Array.from(bytes))).toThrow(`this is ${coding}, ${cure}`);
  });

  it('is refused when a line or a summary has no end', () => {
    const reader = createResultReader(facts);
    const start = () => {
      for (let chunk = 0; chunk < 40; chunk += 1)
        reader.push(new TextEncoder().encode(`${metricLine} ${'x'.repeat(100_000)}`));
    };

    expect(start).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });

  it('never quotes what it read', () => {
    const secret = 'glpat-secret-in-a-result';

    for (const text of [
      `${secret}\n`,
      `{"metrics":"${secret}"}`,
      `${metricLine}\n{"${secret}\n`,
      `metric_name,timestamp,metric_value\na,${secret},1\nb,1,1\n`,
    ]) {
      expect(() => read(text)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining(secret) as string }),
      );
    }
  });

  it('answers any text with a measurement or with INPUT_INVALID', () => {
    const start = fc.constantFrom(
      '',
      `${metricLine}\n`,
      'metric_name,timestamp,metric_value\n',
      '{"metrics":',
      '{"results":',
    );
    const part = fc.oneof(fc.string(), fc.json(), fc.constantFrom(pointLine(1), 'a,1,2', '"', '\n'));

    fc.assert(
      fc.property(start, fc.array(part, { maxLength: 6 }), (first, parts) => {
        try {
          expect(read(first + parts.join('\n')).tool).toBe('k6');
        } catch (error) {
          expect(PipelineError.is(error) && error.code).toBe('INPUT_INVALID');
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a result that was cut', () => {
  it('is read up to the cut and said to be partial (JSON stream)', () => {
    const measurement = read(`${metricLine}\n${pointLine(1)}\n${pointLine(3)}\n${pointLine(9).slice(0, 40)}`);

    expect(measurement.complete).toBe(false);
    expect(measurement.metrics[0]?.statistics[0]).toMatchObject({ name: 'mean', value: 2 });
    expect(measurement.notes[0]).toContain('cut');
  });

  it('is read up to the cut and said to be partial (CSV)', () => {
    const measurement = read('metric_name,timestamp,metric_value,check\nvus,1,5,\nvus,2,7,\nvus,3');

    expect(measurement.complete).toBe(false);
    expect(measurement.metrics[0]?.statistics[0]?.value).toBe(7);
  });

  it('is whole when only the last line end is missing', () => {
    expect(read(`${metricLine}\n${pointLine(1)}`).complete).toBe(true);
    expect(read('metric_name,timestamp,metric_value\nvus,1,5').complete).toBe(true);
  });
});
