import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { connector } from '../../shared/connectors/prometheus/index.ts';
import { PipelineError } from '../../shared/errors/pipeline-error.ts';
import { connectorKit } from '../support/connector-kit.ts';

const folder = new URL('../../../shared/data/samples/prometheus/', import.meta.url);
const present = existsSync(folder);
const names = present ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
const replies = names.filter((name) => /"resultType"\s*:\s*"(matrix|vector|scalar|string)"/.test(read(name)));

const query = {
  promql: 'up',
  stepSeconds: 15,
  metric: 'up',
  unit: '',
  direction: 'lower-is-better',
  scale: 'additive',
};
const { metrics } = connector.connect(
  connector.settings.parse({ baseUrl: 'http://127.0.0.1:9' }),
  connectorKit({}),
);

function read(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

function parse(name: string) {
  return metrics?.parse(query, { bytes: Buffer.from(read(name)), contentType: 'application/json' });
}

describe.skipIf(!present)('real Prometheus replies (../shared/data/samples/prometheus)', () => {
  it('are there', () => {
    expect(replies.length).toBeGreaterThan(5);
  });

  it.each(replies)('%s is read, or refused as a kind that is no numbers', (name) => {
    const noNumbers = /"resultType"\s*:\s*"string"|"histograms?"\s*:/.test(read(name));
    if (noNumbers) {
      expect(() => parse(name)).toThrow(expect.objectContaining({ code: 'REMOTE_REPLY_INVALID' }));
      return;
    }

    const series = parse(name) ?? [];

    for (const { samples } of series) {
      expect(samples.every(({ at, value }) => Number.isFinite(at) && Number.isFinite(value))).toBe(true);
    }
  });

  it.each(names.filter((name) => !replies.includes(name)))('%s, no reply to a query, is refused', (name) => {
    try {
      expect(parse(name)).toBe('refused');
    } catch (error) {
      expect(PipelineError.is(error) && error.code).toBe('REMOTE_REPLY_INVALID');
    }
  });
});
