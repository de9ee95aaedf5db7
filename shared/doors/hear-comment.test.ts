import { describe, expect, it } from 'vitest';
import { doorRequest, textOf } from '../../test/support/door-request.ts';
import { createMemoryRunner } from '../../test/support/memory-runner.ts';
import { CommandAsked } from '../contracts/command.ts';
import { hearComment } from './hear-comment.ts';

const WORD = '/perf-agent acknowledge http_req_duration p95 until 2026-12-31 because new tax rules';

describe('hearComment', () => {
  it('puts a command on its queue by the name of its comment, and nothing of what it says', async () => {
    const { hear, sent } = setUp();

    const reply = await hear(WORD);

    expect(reply.status).toBe(202);
    expect(sent.map(({ queue }) => queue)).toEqual(['command']);
    expect(CommandAsked.parse(sent[0]?.envelope.data)).toMatchObject({
      connection: 'git',
      project: 'shop/orders',
      number: '7',
      comment: '12/1',
    });
    expect(JSON.stringify(sent)).not.toMatch(/tax|http_req/);
  });

  it('sends the same message for a second delivery, whatever its text looks like', async () => {
    const { hear, sent } = setUp();

    await hear(WORD);
    await hear(`Hello\r\n\r\n${WORD}\r\n`);

    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);
    expect(new Set(sent.map(({ envelope }) => JSON.stringify(envelope.data))).size).toBe(1);
  });

  it.each(['Looks good', '`/perf-agent acknowledge`', '> /perf-agent revoke cpu'])(
    'keeps nothing of "%s"',
    async (text) => {
      const { hear, sent } = setUp();

      expect(textOf(await hear(text))).toContain('no command');
      expect(sent).toEqual([]);
    },
  );
});

function setUp() {
  const { services, sent } = createMemoryRunner();
  const ports = { tenant: 'default', ...services };
  const hear = (text: string) =>
    hearComment(
      ports,
      'git',
      { kind: 'comment', event: 'note', project: 'shop/orders', number: '7', comment: { id: '12/1', text } },
      doorRequest({}),
    );
  return { hear, sent };
}
