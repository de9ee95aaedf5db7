import { describe, expect, it, vi } from 'vitest';
import { scanTables, tableBehind } from './tables.ts';

describe('scanTables', () => {
  it.each([
    ['commas', 'id,password\n1,orchard\n', ['orchard']],
    ['quotes with separators within', 'user,password\n"a,b","c,d;e4"\n', ['c,d;e4']],
    ['quotes within quotes', 'note,password\n"say ""hi, you""","d""e,f4"\n', ['d""e,f4']],
    [
      'quotes that close behind a backslash, and quotes that it escapes',
      'path,note,password\n"C:\\dir\\","x",orchard\n"a \\"b, c\\" d",x,meadow\n',
      ['orchard', 'meadow'],
    ],
    ['semicolons and labels of another language', 'usuario;contraseña\nana;primavera\n', ['primavera']],
    ['tabs', 'user\tclient_secret\nbob\torchard\n', ['orchard']],
    ['bars with a ruler', '| user | password |\n|---|---|\n| bob | orchard |\n', ['orchard']],
    [
      'bars with a ruler of its own signs',
      ' user | password \r\n------+----------\r\n bob | orchard\r\n',
      ['orchard'],
    ],
    ['a mark at the beginning of the file', '\uFEFFpassword,id\r\norchard,1\r\n', ['orchard']],
    ['signs of a diff', '+user,password\n+bob,orchard\n', ['orchard']],
    ['names and values of settings', 'name;value\nDB_HOST;db\nDB_PASSWORD;orchard\n', ['orchard']],
    [
      'numbers of phones under mobile',
      'id,mobile\n1,+4915112345678\n2,015112345678\n3,415-555-0132\n4,415.555.0132\n',
      ['+4915112345678', '015112345678', '415-555-0132', '415.555.0132'],
    ],
    ['two blanks', 'NAME   PASSWORD\nbob    orchard\n', ['orchard']],
    ['blanks round an empty cell', 'NAME   PASSWORD   ROLE\n       orchard    admin\n', ['orchard']],
    [
      'blanks before aligned numbers',
      '  id  pass phrase\n   1  orchard\n  22  meadow\n',
      ['orchard', 'meadow'],
    ],
    [
      'blanks below a ruler',
      'login  password   role\r\n------ ---------- ----\r\nbob    orchard    dba\r\nevelin meadowmead dba\r\n',
      ['orchard', 'meadowmead'],
    ],
    ['the name of a setting called so', 'Setting       Value\ndb.password   orchard\n', ['orchard']],
    ['people', 'last_name,phone,dob\nBrink,4155550132,1984-07-19\n', ['Brink', '4155550132', '1984-07-19']],
  ])('finds what columns hold between %s', (_, text, expected) => {
    const { findings } = scanTables(text, null);

    expect(findings.map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });

  it.each([
    ['numbers under names of tokens', 'model,tokens,password_resets\na,123456,4155\n'],
    ['names under a column of secrets', 'test,secret\ntls,db-credentials\n'],
    [
      'measurements under names of columns about people',
      'page,mobile,address\nhome,1523.48291,0x7f3a main\n',
    ],
    ['counts under mobile', 'page,desktop,mobile\nhome,9155550,15234829\nshop,1.204.551,1.523.482\n'],
    ['counts in groups under mobile', 'page  mobile     desktop\na     1 203 412  12 088\n'],
    ['lines of a log', 'INFO  Verifying password\nINFO  ready\n'],
    ['lines that begin with one word', 'user  password\nuser  orchard\n'],
    ['two names of which none says whose it is', 'sign in  forgot password\ncart  checkout\n'],
    ['algorithms under a password', 'STEP    PASSWORD  MS\nhash    bcrypt    88\nverify  argon2id  44\n'],
    ['placeholders', 'user,password\nbob,<password>\neve,${PW}\n'],
    ['rows behind a line without the separator', 'user,password\nthe end\nbob,orchard\n'],
    ['rows behind four of another length', `user,password\n${'a,b,c\n'.repeat(4)}bob,orchard\n`],
    ['rows that name a field below a head of blanks', 'Column    Type\npassword  text\nemail     text\n'],
    ['measurements below a password between blanks', 'route  password\n/a     81.2 ms\n/b     12\n'],
    ['what is apart by one blank', 'user password\nbob orchard\n'],
    ['arguments of code', 'import user, password\nfrom auth, tokens\n'],
    ['a head alone', 'user,password'],
  ])('leaves %s', (_, text) => {
    expect(scanTables(text, null).findings).toEqual([]);
  });

  it('keeps nothing of a line with commas that is no head', () => {
    const set = vi.spyOn(Map.prototype, 'set');

    scanTables('told Hollenbrand, who lives at Aldergate\n'.repeat(2), null);
    const kept = set.mock.calls.filter(([key]) => /Hollenbrand|Aldergate/.test(String(key)));
    set.mockRestore();

    expect(kept).toEqual([]);
  });

  it('goes on with the table that was open where the text before ended', () => {
    const table = tableBehind('user,password\nbob,orchard\n', null);

    expect(scanTables('eve,meadow\n', table).findings).toMatchObject([{ start: 4, end: 10, type: 'secret' }]);
  });

  it('goes on below the ruler of a head that ended the text before', () => {
    const head = tableBehind('login  password   role\n', null);
    const text = '------ ---------- ----\nevelin meadowmead dba\n';

    const { findings } = scanTables(text, head);

    expect(findings.map(({ start, end }) => text.slice(start, end))).toEqual(['meadowmead']);
  });

  it('takes no line for a head whose line above had cells of blanks, even at the beginning of a text', () => {
    const block = tableBehind('Column    Type\n', null);

    expect(scanTables('password  text\nemail     text\n', block).findings).toEqual([]);
    expect(scanTables('<secret-0123456789ab>\npassword  x\nemail     text\n', null).findings).toEqual([]);
  });

  it('says that no table is open behind a text that ends within a line', () => {
    expect(tableBehind('user,password\nbob,orch', null)).toBeNull();
  });
});
