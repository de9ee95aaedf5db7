import { describe, expect, it } from 'vitest';
import { masked } from '../../test/support/report-input.ts';
import { commonLabels, tellingLabels } from './telling-labels.ts';

const labels = (pairs: Record<string, string>) =>
  Object.fromEntries(Object.entries(pairs).map(([name, value]) => [name, masked(value)]));
const findings = [
  { labels: {} },
  { labels: labels({ method: 'GET', name: '/orders', status: '200' }) },
  { labels: labels({ method: 'GET', name: '/orders/:id', status: '404' }) },
];

describe('commonLabels', () => {
  it('are those with one value wherever they occur', () => {
    expect(commonLabels(findings)).toEqual({ method: 'GET' });
  });

  it('are never the route, which a reader looks for', () => {
    expect(commonLabels([{ labels: labels({ name: '/orders', method: 'GET' }) }])).toEqual({ method: 'GET' });
  });
});

describe('tellingLabels', () => {
  it('leave the common ones out', () => {
    const telling = tellingLabels(findings[1]!.labels, commonLabels(findings));

    expect(telling).toEqual({ name: '/orders', status: '200' });
  });

  it('are all when nothing would be left', () => {
    const only = labels({ method: 'GET' });

    expect(tellingLabels(only, only)).toEqual(only);
  });
});
