import { describe, expect, it } from 'vitest';
import { createMasker } from '../masking/create-masker.ts';
import { createResultReader } from './create-result-reader.ts';
import { maskMeasurement } from './mask-measurement.ts';
import { readText, shownText } from './shown-text.ts';

const masker = createMasker({ runKey: 'k' });
const KEY = 'AKIAZ7Q3M5N8P2R4T6V9';
const facts = { service: 's', commit: 'c', branch: null, environment: { name: 'e', facts: {} } };

function labelsOf(names: readonly string[]): readonly string[] {
  const reader = createResultReader(facts);
  const checks = names.map((name) => ({ name, passes: 3, fails: 1 }));
  const duration = { type: 'trend', contains: 'time', values: { avg: 1, 'p(95)': 2 } };
  reader.push(
    Buffer.from(
      JSON.stringify({
        metrics: { http_req_duration: duration },
        root_group: { name: '', checks, groups: [] },
      }),
    ),
  );
  const measurement = maskMeasurement(reader.end(), masker);
  return measurement.metrics.flatMap(({ labels }) => labels['check'] ?? []);
}

describe('a long text of a tool', () => {
  it.each([180, 185, 190, 195, 199, 4_080, 4_090])(
    'shows nothing of a secret that begins at character %i',
    (at) => {
      const [label = ''] = labelsOf([`${'word '.repeat(at / 5).padEnd(at)}${KEY} and more`]);

      expect(label.length).toBeLessThanOrEqual(200);
      for (let length = 6; length <= KEY.length; length++) expect(label).not.toContain(KEY.slice(0, length));
    },
  );

  it('stays told apart from another with the same beginning', () => {
    const beginning = 'the answer has a field '.repeat(20);

    const labels = labelsOf([`${beginning}one`, `${beginning}two`]);

    expect(new Set(labels).size).toBe(2);
  });

  it('reads the same when it is masked again', () => {
    const [label = ''] = labelsOf(['the answer has a field '.repeat(20)]);

    expect(masker.mask(label)).toBe(label);
  });

  it('is shown whole when it is short', () => {
    expect(labelsOf(['status is 200'])).toEqual(['status is 200']);
  });

  it('leaves out what may be half of a secret where reading stopped', () => {
    const text = readText(`${'x '.repeat(300)}${'-'.repeat(6_000)}`);

    expect(shownText(masker.mask(text), text, 10_000)).toHaveLength(text.length - 512 + 13);
  });
});

describe('a long threshold', () => {
  it('is masked before it is cut, and says first how it ended', () => {
    const reader = createResultReader(facts);
    const expression = `${'p(95)<500 && '.repeat(15)}rate<0.1 // ${KEY}`;
    const values = { avg: 1, 'p(95)': 2 };
    const duration = { type: 'trend', contains: 'time', values, thresholds: { [expression]: { ok: false } } };
    reader.push(Buffer.from(JSON.stringify({ metrics: { http_req_duration: duration } })));

    const { notes } = maskMeasurement(reader.end(), masker);

    const note = notes.find((text) =>
      text.startsWith('k6 threshold crossed on http_req_duration: p(95)<500'),
    );
    expect(note).toMatch(/<secret-/);
    expect(notes.join(' ')).not.toContain(KEY.slice(0, 8));
  });
});
