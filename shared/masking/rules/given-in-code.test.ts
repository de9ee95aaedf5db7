import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'code' });

describe('passwords that code hands over', () => {
  it.each([
    'getConnection("jdbc:mysql://h/d","root","«Summer77!»")',
    'getConnection("jdbc:mysql://h/d","root","«plover»")',
    'DriverManager.getConnection("x","root","«plover»")',
    'DriverManager .getConnection(U, "a", "«Summer77!»")',
    'Connection c = getConnection(URL, USER, "«Summer77!»");',
    'conn = ds.getConnection(url, user, "«Summer77!»")',
    'dataSource.getConnection("jd", "«kQ9zL2m4!»")',
    'OracleDataSource.getConnection("scott", "«tiger77»")',
    "page.fill('#login-password-email-form', '«Summer77!»')",
    "page.fill('#password-email', '«kQ9zL2m4!»')",
    "page.fill('#passwordReset', '«Summer77!»')",
    "page.fill('#passwordResetNew', '«Summer77!»')",
    "page.fill('#reset-password', '«kQ9zL2m4!»')",
    "page.fill('#resetPassword', '«Summer77!»')",
    `page.fill('[aria-label="Password"]', '«Summer77!»')`,
    `page.fill('[data-label="pw"] [name=password-label]', '«Summer77!»')`,
    `page.fill('input[name="password"][aria-label="x"]', '«Summer77!»')`,
    `page.fill('label:has-text("Password")', '«Summer77!»')`,
    "page.getByLabel('Password').fill('«Summer77!»');",
    "cy.get('#password').type('«plover»')",
    'driver.findElement(By.id("password")).sendKeys("«plover»")',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    'connectionFactory.getConnection("main", "replica", "ro")',
    'pool.getConnection("a", "b", "en-us")',
    'pool.getConnection("main", "eu-west-1")',
    'DriverManager.getConnection(url, "sa", "")',
    'DriverManager.getConnection(url, user, password)',
    "page.fill('#password', password)",
    "page.fill('#password', process.env.PW)",
    "page.fill('#password-reset-email', 'Reset by mail')",
    `page.fill('[aria-label="Password hint"]', 'pet name')`,
    "page.type('#forgot-password', 'link')",
    "cy.get('#password-help').type('open')",
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
