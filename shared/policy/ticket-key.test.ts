import { describe, expect, it } from 'vitest';
import { masked, reportInput } from '../../test/support/report-input.ts';
import { ticketKey } from './ticket-key.ts';

const { change } = reportInput();

describe('ticketKey', () => {
  it('is the same for every commit of a change', () => {
    expect(ticketKey({ ...change, headSha: 'c'.repeat(40), title: change.title }, 'orders')).toBe(
      ticketKey(change, 'orders'),
    );
  });

  it('is the same for every commit of a branch without a change', () => {
    const push = { ...change, number: null, sourceBranch: masked('main') };

    expect(ticketKey({ ...push, headSha: 'c'.repeat(40) }, 'orders')).toBe(ticketKey(push, 'orders'));
  });

  it('differs by service, change, project and code host', () => {
    const keys = [
      ticketKey(change, 'orders'),
      ticketKey(change, 'basket'),
      ticketKey({ ...change, number: '18' }, 'orders'),
      ticketKey({ ...change, project: 'shop/basket' }, 'orders'),
      ticketKey({ ...change, connection: 'github' }, 'orders'),
    ];

    expect(new Set(keys).size).toBe(keys.length);
  });
});
