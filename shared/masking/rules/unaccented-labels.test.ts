import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'labels' });

describe('passwords behind labels', () => {
  it.each([
    'SSHPASS: «Gardenh0se!»',
    'SSHPASS = «Gardenh0se!»',
    '"SSHPASS": "«Gardenh0se!»"',
    'SSHPASS="«garden hose 9»"',
    'export SSHPASS=«zwiebelfisch»',
    '*** Password for elastic user: «k+9Lm4Qx*7Zp»',
    'Password for the elastic user is: «k+9Lm4Qx*7Zp»',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    'sshpass: command not found',
    'sshpass = command not found',
    'sshpass= : command not found',
    'sshpass: Failed to run command: No such file',
    'bash: sshpass: command not found',
    'SSHPASS: required',
    'SSHPASS=$PASS sshpass -e',
    'sshpass: v1.09 installed',
    'sshpass:1.10-r0',
    'Password for elastic user: required',
    'password for user: string',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
