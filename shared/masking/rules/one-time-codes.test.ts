import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'codes' });

describe('codes and pins', () => {
  it.each([
    'Your verification code is: «482913» (valid for 10 minutes)',
    'Your verification code is «482913» (do not share)',
    'otp: «482913» (expired)',
    'pin: «4821» (wrong)',
    'otp=«482913» (used)',
    'cvv: «123» (invalid)',
    'OTP: «482913» (do not share with anyone)',
    'Use OTP «482913» to log in',
    'OTP «4829» to log in',
    'TOTP «4829» to confirm the transfer',
    'OTP «482913» is your one time password',
    'Use code «482913» as your OTP',
    'Your OTP «482913» expires in 5 minutes',
    '2fa code: «4821»',
    '2fa code: «48213»',
    'mfa code «48213»',
    'security_code=«4821»',
    '{"security_code":"«4821»"}',
    'authentication code: «4829»',
    'set pin: «4821»',
    'reset pin: «4821»',
    'otp «482913»',
    'Your OTP for login is «482913»',
    '«482913» is the OTP for your order',
    '{"otp":"«482913»"}',
    '"securityCode": "«4821»"',
    'Reset PIN = «482913»',
    'mfa_token=«482913»',
    'Use code «482913» to verify your account',
    'Dein Code ist «482913»',
    'Votre code est «482913»',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    'verification code: 120 (of 200)',
    'otp: 482913 (requests)',
    'pin: 4095 (max)',
    'Erlang OTP 2024',
    'Erlang OTP 25 released',
    'OTP 482913 requests per second',
    'OTP 26 is required',
    'Erlang/OTP 2024 is out',
    'using OTP 2600 to build',
    'login code: 4030',
    'security code = 120000 loc',
    'mfa token: 300000 issued',
    'confirmation code 2048 bits',
    'otp: 120000,',
    'error code 482913 to verify the checksum',
    'exit code 137 to continue',
    'pin=2048',
    'adc pin=4095',
    '"pin": 4095,',
    'input pin: 4821',
    'data pin=4821',
    'gpio pin: 4821',
    'otp: 4096 entries',
    'otp: 120000 sent, 119203 delivered',
    'otp: 1200 ms',
    'fa code = 200000',
    'one-time code 100000',
    'OTP 4096 bytes of fuse memory',
    'otp = 26.2.5',
    'GPIO_PIN=4095',
    'authentication code path 1200 lines',
    'login code: 401 returned by upstream',
    'esp32 pin: 4095 (adc max)',
    'otp: 48291 (12 %)',
    'verification code: 48291 (of 50000)',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
