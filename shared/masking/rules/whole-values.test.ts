import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'whole' });

describe('a value without quotes of its own', () => {
  it.each([
    `docker run -d -e 'POSTGRES_PASSWORD=«gT5;wN8kR3zp»' -p 5432:5432 postgres:16`,
    `docker run -e "DB_PASSWORD=«b3'Wz9kLq6Tn»" app`,
    `terraform apply -var 'db_password=«u7\\Kx3vQ9mzT»' -auto-approve`,
    `helm upgrade api ./chart --set-string 'auth.password=«b3"Wz9kLq6Tn»' --wait`,
    `java '-Djavax.net.ssl.keyStorePassword=«gT5;wN8kR3zp»' -jar app.jar`,
    `["docker","run","-e","DB_PASSWORD=«Kq7m;zR2vLp9»","app"]`,
    'spring.datasource.password=«b3"Wz9kLq6Tn»',
    '+export DB_PASSWORD=«gT5;wN8kR3zp»\nnext',
    'Server=tcp:db1,1433;User Id=app;Password=«u7\\Kx3vQ9mzT»;Encrypt=True;',
    'Server=db;Uid=app;Pwd=«Kq7"mzR2vLp9»;Encrypt=True',
    'Driver={ODBC Driver 18};Server=db1;UID=app;PWD={«Tiger;7}}x»};Encrypt=yes',
    'Driver={ODBC Driver 18};Server=db1;UID=app;PWD={«plover42»}',
    "<password>«m8'Qz4vTx7Kp»</password>",
    '<stringProp name="HTTPSampler.password">«yK2{vM9}qW4x»</stringProp>',
    'api_key=«w9(Kp4)zT7mQ» done',
    'spring.datasource.password=«[Vz8]kQ3mTx9»',
    "docker run -e 'POSTGRES_PASSWORD=«[Vz8]kQ3mTx9»' app",
    'Server=db1;User Id=app;Password=«[Vz8]kQ3mTx9»;Encrypt=True',
    'auto password = u8"«Kq7mzR2vLp»";',
    'password := []byte("«Kq7mzR2vLp»")',
    'Password for user anna was reset to «plover42!»',
    "curl -u 'svc:«tR8<nW3>qL5z»' https://nexus.example.org",
    'Login anna / «Kq7mzR2vLp»',
    'username/password: anna / «plover42!x»',
    'Log in with anna and «Kq7mzR2vLp»',
    'Credentials: anna:«Zx4:wT9mB2q»',
    'Test account: anna@example.org / «Kq7mzR2vLp»',
  ])('is masked to its end in %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value.slice(-4));
    expect(masker.mask(masked)).toBe(masked);
  });

  it.each([
    ["docker run -e 'TOKEN=k7mzR2vLp9x4' -p 80:80 app", "' -p 80:80 app"],
    ['{"config.ini": "API_TOKEN=k7mzR2vLp9x4\\nBACKUP=true"}', '\\nBACKUP=true"}'],
    ['"Password=Kq7mzR2;Server=db1;Encrypt=True"', ';Server=db1;Encrypt=True"'],
    ['user=anna&password=Kq7mzR2vLp&x=1', '&x=1'],
    ['Server=db;Uid=app;Pwd=Kq7mzR2vLp;Encrypt=True', ';Encrypt=True'],
    ['tokens=[a1b2c3d4e5]', ']'],
  ])('ends where the next part begins in %s', (text, rest) => {
    expect(masker.mask(text)).toMatch(/<secret-\w+>/);
    expect(masker.mask(text).endsWith(rest)).toBe(true);
  });

  it.each([
    'Server=a;UID={0};PWD={1};',
    'conn = f"SERVER={s};UID={u};PWD={pw2}"',
    'PWD={password1};x',
    "-e 'PASSWORD_FILE=/run/secrets/pw1;x'",
    '"password=${PW1};ssl=1"',
    "'password=%s;a1'",
    'password=getPw1(x)',
    'passwords=[a1,b2]',
    '<password>{env.PW1}</password>',
    '<password>${Env:Pw1}</password>',
    'password reset to the value given',
    'Your password has been changed to comply',
    'credentials default:us-east-1',
    'Logged in with Chrome and Firefox88',
    'Login as admin / and then',
  ])('is none in %s', (text) => {
    expect(masker.mask(text)).toBe(text);
  });
});
