import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'options' });

describe('passwords behind options of any program', () => {
  it.each([
    'tool --db-password plover42 run',
    'tool --db-password plover42',
    'tool --smtp-pass plover42 --port 25',
    'tool --spring.datasource.password plover42 run',
    'tool --db_password plover42 run',
    'tool --jwt-secret plover42sand run',
    'tool --client-secret ploversand',
    'tool --app-secret "plover42 sand" run',
    'tool --some-secret Plover42 run',
    './start.sh --admin-password plover --port 80',
    '["tool","--db-password","plover42"]',
    'tool --change-password plover42',
    'tool --reset-password plover42 --user anna',
    "tool --update-password 'plover!sand'",
    'tool --db-reset-password plover42',
    'kctl user anna --set-password Plover42!',
    'tool --Password plover42',
    'ps: java -jar app.jar --keystore-pass plover42 --verbose',
  ])('are masked: %s', (line) => {
    expect(masker.mask(line)).not.toMatch(/plover/i);
  });

  it.each(['--ask-password', '--first-pass', '--generate-password', '--no-pass'])(
    'are masked when they are drawn: %s',
    (option) => {
      expect(masker.mask(`tool ${option} Wm7kRq92Lx`)).not.toContain('Wm7k');
    },
  );

  it.each([
    'kctl user --change-password anna',
    'tool --update-password on_create',
    'ansible-playbook --ask-vault-pass deploy-2024.yml -i hosts/prod.ini',
    'tool --generate-password 16',
    'the --password option is required',
    'mysqldump --password must be given',
    '  --passphrase value, -p value   passphrase',
    '[--password PASSWORD] [--user USER]',
    'the --db-password option is required',
    '  --db-password string   Password for the server',
    '  --db-password DB_PASSWORD',
    '[--db-password DB_PASSWORD] [--admin-password PASSWORD]',
    'use --db-password to set it',
    '--db-password or --url must be set',
    'pass --smtp-pass and --smtp-user',
    'ffmpeg --two-pass encode --first-pass quick',
    'kubectl create ingress x --tls-secret my-tls-cert',
    'helm --image-pull-secret regcred --existing-secret db-secret-2',
    'tool --db-password $DB_PASS --x',
    'tool --db-password "${DB_PASS}" --x',
    '  --reset-password Reset the password of the user',
    'POST /reset-password HTTP/1.1',
    'user-password hashes differ',
    'npm run test:reset-password passed',
    'feature-password branch merged',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
