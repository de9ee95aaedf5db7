import path from 'node:path';
import { tmpdir } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { createHostLog } from './host-log.ts';
import { scheduleFrom, startTimer } from './timer-trigger.ts';

describe('a timer whose status cannot be written', () => {
  it('says so and leaves the host alive', async () => {
    const lines: string[] = [];
    const log = createHostLog({}, (line) => lines.push(line));
    const registered = { metadata: { name: 'nightly', bindings: {} }, callback: () => undefined };
    const trigger = { registered, bindingName: 'timer', schedule: scheduleFrom('01:00:00') };
    const invoker = { invoke: vi.fn(), active: () => 0, idle: async () => true };
    const nowhere = path.join(tmpdir(), 'perf-agent-no-such-folder');

    const timer = startTimer({ ...trigger, runOnStartup: true, useMonitor: true }, nowhere, invoker, log);

    await vi.waitFor(() => {
      expect(lines).toEqual([expect.stringMatching(/\[nightly\] Error: ENOENT.*perf-agent-no-such-folder/)]);
    });
    timer.stop();
  });
});
