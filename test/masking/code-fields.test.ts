import { describe, expect, it } from 'vitest';
import { createMasker } from '../../shared/masking/create-masker.ts';

const masker = createMasker({ runKey: 'test' });

describe('a copyright', () => {
  it('names a person, not an address', () => {
    expect(masker.mask('(c) 2013 Gary Court')).toMatch(/^\(c\) 2013 <person-\w+>$/);
    expect(masker.mask('lives at 2013 Gary Court')).toMatch(/^lives at <address-\w+>$/);
  });
});

describe('code and prose behind the label of a name', () => {
  it.each([
    'username: z.string(),',
    "const username = utils.getSafeProp(configAuth, 'username') || '';",
    'encodeBasicAuthUsername: true',
    'const username = process.env.AZURE_USERNAME;',
    'username: cfg["username"],',
    'SentinelUsername: o.SentinelUsername,',
    'conf.Username = null.StringFrom(vals["Username"])',
    'username: URLPatternComponentResult;',
    'user_name = serializers.CharField(max_length=150)',
    'the username portion of the URL',
    'a numeric ID or a username string.',
    'the value assigned the `username` property',
    'GetUserName retrieves the user name of the current thread',
    'due to the username being invalid',
    '{ firstName: fc.string(), lastName: fc.string() }',
    'const fullName = new codegen_1.Name("fullFormats");',
    'fullname = os.path.join(dir, name)',
    'https://tools.ietf.org/html/rfc7231#section-3.1.1.1',
  ])('leaves %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });

  it.each([
    ['username: jdoe42', 'jdoe42'],
    ['username="self.kowalski"', 'self.kowalski'],
    ['username: config.smith77', 'config.smith77'],
    ['username: jane.doe(admin)', 'jane.doe'],
    ['username=jdoe(1000)', 'jdoe'],
    ['login for username alice failed', 'alice'],
    ['the username harding is locked', 'harding'],
    ['username=trueman', 'trueman'],
    ['last_name: Nilsson', 'Nilsson'],
    ['surname: Nulty (admin)', 'Nulty'],
    ['firstname=Jane&lastname=Doe', 'Jane'],
  ])('masks the name in %s', (line, name) => {
    expect(masker.mask(line)).not.toContain(name);
  });
});
