import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'sentences' });

describe('codes that a sentence hands over', () => {
  it.each([
    'Your code: «604817»',
    '«604817» is your Heron code',
    '«604817» ist dein Heron-Code',
    '«604817» est votre code Heron',
    'Use «604817» to sign in',
    'Enter the code «604817» in the app',
    'verification code «604817» sent to the phone',
    'generated otp «604817» for session 12',
    'security code: «604»',
    'Dein Code: «604817»',
    'O seu código é «604817»',
    'Ihre TAN lautet «604817»',
    'SMS-Code: «604817»',
    'backup codes: «6048-1733», «9102-5586»',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    'Your error code: 604817',
    '604817 is your order number',
    '604817 is your order code',
    'Use 200 to filter by status',
    'use 604817 bytes to log',
    'Enter 10 to continue',
    'your code: 120000 lines of it',
    'exit code: 139',
    'Fehlercode: 604817',
    'security codes: 3 of 5',
    'tan: 604817',
    'otp: 120000 sent, 119203 delivered',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
