import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'named' });

describe('passwords named otherwise', () => {
  it.each([
    "ATTACH 'a.db' KEY '«Zx8Kq!Vw7»';",
    "Filter: ((password)::text = '«Zx8Kq!Vw7»'::text)",
    "Filter: ((u.password)::text = '«plover»'::text)",
    "Index Cond: ((password_hash)::text = '«Zx8Kq!Vw7»'::text)",
    "Filter: ((t.api_token)::text = '«Wm7kRq92Lx»'::text)",
    "Index Cond: ((sessions.refresh_token)::text = '«rt-Qw8zLm2VxK9t»'::text)",
    'Parameter "password" has value "«Wm7kRq92Lx»" which is invalid',
    "Parameter 'db_password' had value '«plover42»' at startup",
    '{"m":"Field \\"apiToken\\" has value \\"«Wm7kRq92LxZt8»\\""}',
    "{ password: '«Ab9!xkQz»', confirm: '«Zx8Kq!Vw7»' }",
    '{"password":"«Ab9!xkQz»","confirm":"«Zx8Kq!Vw7»"}',
    '{"b":"{\\"password\\":\\"«Ab9!xkQz»\\",\\"confirm\\":\\"«Zx8Kq!Vw7»\\"}"}',
    "password='«Ab9!xkQz»', confirmation='«Zx8Kq!Vw7»'",
    "PRAGMA key = '«Zx8Kq!Vw7»'",
    'PRAGMA key = "«garden hose»"',
    "PRAGMA rekey='«Zx8Kq!Vw7»';",
    "ATTACH DATABASE 'x.db' AS x KEY '«Zx8Kq!Vw7»'",
    "property 'password' value '«Zx8Kq!Vw7»' rejected",
    'property "password" value "«plover»" rejected',
    '{"m":"property \\"password\\" value \\"«plover42»\\" rejected"}',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    "Filter: ((status)::text = 'active'::text)",
    "Filter: ((password)::text = 'expired'::text)",
    "Filter: ((token)::text = 'expired'::text)",
    "Filter: ((orders.sort_key)::text = 'created_at'::text)",
    'Property "timeout" has value "30s"',
    'Parameter "password" has value "null"',
    'Property "password" value "(empty)" rejected',
    'Filter: ((password)::text = $1)',
    "Filter: ((password_type)::text = 'bcrypt12'::text)",
    "{ confirm: 'Zx8Kq!Vw7' }",
    "{ user: 'x1', confirm: 'order-22' }",
    'PRAGMA key = ?',
    "pragma key = '%s'",
    "ATTACH DATABASE 'x.db' AS x KEY ''",
    "Duplicate entry 'a' for key 'users.email_unique1'",
    "property 'status' value 'aBc9!xKq' rejected",
    "property 'password' value 'required' rejected",
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
