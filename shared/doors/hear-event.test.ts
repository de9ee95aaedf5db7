import { expect, it } from 'vitest';
import { doorRequest } from '../../test/support/door-request.ts';
import { createMemoryRunner } from '../../test/support/memory-runner.ts';
import { testMasker } from '../../test/support/memory-stage.ts';
import { EventNamed } from '../contracts/event-named.ts';
import { hearEvent } from './hear-event.ts';

it('keeps a name that masking makes too long by its beginning, so that it is read behind its queue', async () => {
  const { services, sent } = createMemoryRunner();
  const names = { beside: Array.from({ length: 60 }, (_, host) => `10.1.2.${host}`).join(' ') };
  const event = { kind: 'named' as const, event: 'check_run:rerequested', about: { of: 'one' }, names };

  const reply = await hearEvent(
    { tenant: 'default', publicUrl: 'https://perf.example', ...services, maskerOf: testMasker },
    'git',
    event,
    null,
    doorRequest({}),
  );

  expect(reply.status).toBe(202);
  const { about } = EventNamed.parse(sent[0]?.envelope.data);
  expect(about).toEqual({ of: 'one', beside: expect.stringMatching(/^(?:<ip-[0-9a-f.]+> ?)+$/) as string });
});
