import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'elements' });

describe('secrets in elements', () => {
  it.each([
    '<password><![CDATA[«Zx8Kq2V!w7»]]></password>',
    '<Password><![CDATA[«garden hose 7»]]></Password>',
    '<password> <![CDATA[«Zx8Kq2V!w7»]]> </password>',
    '<password>\n  <![CDATA[«Zx8Kq2V!w7»]]>\n</password>',
    '<apiKey><![CDATA[«kq8Zx2Vw7Lm4Np9R»]]></apiKey>',
    '<password type="string">«Zx8KqVw7x»</password>',
    '<password type="string">«garden»</password>',
    '<Password PlainText="true">«Zx8KqVw7x»</Password>',
    '<ns1:password xsi:type="xsd:string">«Zx8Kq2V!w7»</ns1:password>',
    '<wsse:Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText">«Zx8Kq2V!w7»</wsse:Password>',
    "<db-password encrypted='false'>«Zx8Kq2V!w7»</db-password>",
    '{"xml":"<password type=\\"string\\">«Zx8KqVw7x»</password>"}',
    '<Password>«garden hose 7»</Password>',
    '<Password>«Zx8Kq 2V!w7»</Password>',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    '<password><![CDATA[Enter your password]]></password>',
    '<password>Enter your password</password>',
    '<password>The password is required</password>',
    '<password>Must have 8 characters</password>',
    '<password>Passwort eingeben</password>',
    '<password type="string"></password>',
    '<password type="string">string</password>',
    '<password required="true">required</password>',
    '<secret name="db">${DB}</secret>',
    '<label type="password">Password</label>',
    '<password lang="de">Passwort vergessen?</password>',
    '<xs:element name="password" type="xs:string"/>',
    '<input type="password" name="x">abc1234',
    '<token type="comment">abc def</token>',
    '<token kind="x">Identifier</token>',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
