import { describe, expect, it } from 'vitest';
import { isReference } from './code-references.ts';

describe('isReference', () => {
  it.each([
    ['client_secret', 'clientSecret', ''],
    ['credential', 'TokenCredential', ''],
    ['resetPasswordInputs', 'ResetPasswordInputs', ''],
    ['RESET_PASSWORD_TIMEOUT', 'reset_password_timeout', '"'],
    ['parameters.secret', 'options?', ''],
    ['token', 'node.range[0]', ''],
    ['prevToken.range', 'token.range[0]]', ''],
    ['xmlCharKey', 'serializerOptions?.xml.xmlCharKey', ''],
    ['signature', 'Uint8Array', ''],
    ['queryKeys', 'ReadonlyArray<string>', ''],
    ['secret', 'serializedRT.secret', ''],
    ['values.contentKey', 'values.contentDisposition', ''],
    ['this.instrumentationKey', 'instrumentationKey', ''],
    ['CredentialVariables', 'AZURE_TENANT_ID', '"'],
    ['auth', '${decodeURIComponent(user)}:${password}', '`'],
    ['key', '${PREFIX}.${id}', '`'],
    ['key', 'k8s.job.annotation.${key}', '`'],
  ])('says so of %s and %s', (name, value, quote) => {
    expect(isReference(name, value, quote)).toBe(true);
  });

  it('says so of names in a list of names, and not of drawn letters', () => {
    expect(isReference('AcquireToken', 'BrokerClientRequest', '', true)).toBe(true);
    expect(isReference('AcquireToken', 'BrokerClientRequest', '')).toBe(false);
    expect(isReference('token', 'aBcDeFgHiJkLmNoP', '', true)).toBe(false);
    expect(isReference('password', 'wonderland', '', true)).toBe(false);
  });

  it('says so of any row of letters at once', () => {
    expect(isReference('token', `${'A'.repeat(200)}b`, '', true)).toBe(false);
    expect(isReference('token', `${'AAAa'.repeat(50)}1`, '', true)).toBe(false);
  });

  it.each([
    ['password', 'SummerTime', ''],
    ['password', 'Summer.Time', ''],
    ['password', 'plover42', ''],
    ['secret', 'pr1v4te[rw]', ''],
    ['token', 'aB3dE5gH7jK9mN1pQ3sT5v', ''],
    ['password', 'really?', '"'],
    ['db_url', '${USER}:Hunter22xy', '`'],
    ['password', 'm{h}o)${e]ody[f>-_$#one}}', '"'],
    ['password', 'ab${c', '"'],
    ['password', 'Hunter22?', ''],
    ['pass', 'compass', ''],
    ['apiKey', 'sk.live.4242424242', ''],
    ['credential', 'mycredential', ''],
  ])('does not of %s and %s', (name, value, quote) => {
    expect(isReference(name, value, quote)).toBe(false);
  });
});
