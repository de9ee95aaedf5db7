import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const rulesIn = (text: string): readonly string[] =>
  createMasker({ runKey: 'x' })
    .maskWithSpans(text)
    .spans.map(({ rule }) => rule);

describe('an option that a command is asked for', () => {
  it.each([
    ['curl -s -uroot:Wonderland7 https://a.test', 'curl-user'],
    [`curl -${'s'.repeat(190)} -uroot:Wonderland7`, 'curl-user'],
    ['Docker Login -u jane -P wonderland', 'docker-login'],
    ['redis-cli -h db --pass wonderland', 'command-password'],
    ['redis-cli -h db -a wonderland', 'command-password'],
    [`${'curl - '.repeat(60)}curl -uroot:Wonderland7`, 'curl-user'],
  ])('is found in %j', (text, rule) => {
    expect(rulesIn(text)).toContain(rule);
  });

  it.each(['sqlcmd -p wonderland', `curl -${'s'.repeat(400)} -uroot:Wonderland7`])(
    'is none in %j',
    (text) => {
      expect(rulesIn(text)).not.toContain('command-password');
      expect(rulesIn(text)).not.toContain('curl-user');
    },
  );
});
