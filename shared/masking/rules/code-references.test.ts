import { describe, expect, it } from 'vitest';
import { isReference } from './code-references.ts';

describe('isReference', () => {
  it.each([
    ['client_secret', 'clientSecret', ''],
    ['credential', 'TokenCredential', ''],
    ['resetPasswordInputs', 'ResetPasswordInputs', ''],
    ['RESET_PASSWORD_TIMEOUT', 'reset_password_timeout', '"'],
    ['parameters.secret', 'options?', '', ', '],
    ['token', 'node.range[0]', ''],
    ['prevToken.range', 'token.range[0]]', ''],
    ['xmlCharKey', 'serializerOptions?.xml.xmlCharKey', ''],
    ['signature', 'Uint8Array', ''],
    ['queryKeys', 'ReadonlyArray<string>', ''],
    ['secret', 'serializedRT.secret', ''],
    ['values.contentKey', 'values.contentDisposition', ''],
    ['this.instrumentationKey', 'instrumentationKey', ''],
    ['CredentialVariables', 'AZURE_TENANT_ID', '"', '", "'],
    ['password', 'DB_PASSWORD', '"'],
    ['password', '${DB_PASSWORD}-${SUFFIX}', '"'],
    ['token', 'Bearer ${token}', '`'],
    ['password', 'options?.key', ''],
    ['password', 'request.form[password]', ''],
    ['auth', '${decodeURIComponent(user)}:${password}', '`'],
    ['key', '${PREFIX}.${id}', '`'],
    ['key', 'k8s.job.annotation.${key}', '`'],
  ])('says so of %s and %s', (name, value, quote, between = ': ') => {
    expect(isReference(name, value, quote, between)).toBe(true);
  });

  it('says so of names in a list of names, and not of drawn letters', () => {
    expect(isReference('AcquireToken', 'BrokerClientRequest', '', ',')).toBe(true);
    expect(isReference('AcquireToken', 'BrokerClientRequest', '', ': ')).toBe(false);
    expect(isReference('token', 'aBcDeFgHiJkLmNoP', '', ',')).toBe(false);
    expect(isReference('password', 'wonderland', '', ',')).toBe(false);
  });

  it('says so of any row of letters at once', () => {
    expect(isReference('token', `${'A'.repeat(200)}b`, '', ',')).toBe(false);
    expect(isReference('token', `${'AAAa'.repeat(50)}1`, '', ',')).toBe(false);
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
    ['password', '${env}-Kq7!mz9Rt#4x', '"'],
    ['password', '${user}SommerWonderland', '"'],
    ['password', 'plover-${n}', '"'],
    ['token', '${user}:hunter2', '"'],
    ['password', 'SuperSecretPassword', '"'],
    ['password', 'ZAUN_KOENIG_TOKEN', '"'],
    ['password', 'kestrel[wolf]', ''],
    ['password', 'Amsel[2024]', ''],
    ['password', 'kq[7Rt92mLx]', ''],
    ['password', 'kestrel?', ''],
    ['password', 'kestrel?.wolf', ''],
    ['password', 'ReadonlyAmsel77', ''],
  ])('does not of %s and %s', (name, value, quote) => {
    expect(isReference(name, value, quote, ': ')).toBe(false);
  });
});
