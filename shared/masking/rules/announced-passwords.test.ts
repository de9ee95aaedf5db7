import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'announced' });

describe('passwords that programs made', () => {
  it.each([
    '[Server] A temporary password is generated for root@localhost: «Fk9!wq,Zx2sT»',
    '*** Password for elastic user: «k+9Lm4Qx*7Zp»',
    'Password for the elastic user (reset with `bin/elasticsearch-reset-password -u elastic`):\n  «k+9Lm4Qx*7Zp»',
    'The generated password for the elastic built-in superuser is: «k+9Lm4Qx*7Zp»',
    'Password for the [elastic] user successfully reset.\nNew value: «k+9Lm4Qx*7Zp»',
    'Changed password for user elastic\nPASSWORD elastic = «k9Lm4Qx7Zp12»',
    'PASSWORD kibana_system = «k9Lm4Qx7Zp12»',
    'Please use the following password to proceed to installation:\n\n«a1b2c3d4e5f60718293a4b5c6d7e8f90»\n\nThis may also be found at',
    'use the following password:\n\n«Gardenh0se7»',
    '{"log":"use the following password to proceed to installation:\\n\\n«a1b2c3d4e5f60718293a4b5c6d7e8f90»\\n\\nThis"}',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    'The generated password for the elastic built-in superuser is :x',
    'Please use the following password policy:\n\nat least 8',
    'The following password rules apply:\nmin8chars',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
