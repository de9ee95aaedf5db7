import { describe, expect, it } from 'vitest';
import { testMasker } from '../../test/support/memory-stage.ts';
import { operatorName } from './operator.ts';

const SERVICES = { tenant: 'default', maskerOf: testMasker };

describe('operatorName', () => {
  it('is the user of the computer', () => {
    expect(operatorName(SERVICES, 'anna')).toBe('operator anna');
    expect(operatorName(SERVICES)).toMatch(/^operator ./);
  });

  it('masks an account that is an address, the same way each time', () => {
    const name = operatorName(SERVICES, 'jane.doe@example.org');

    expect(name).toMatch(/^operator <email-[0-9a-f]{12}>$/);
    expect(operatorName(SERVICES, 'jane.doe@example.org')).toBe(name);
  });
});
