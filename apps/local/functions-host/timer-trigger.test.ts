import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tmpdir } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { createHostLog } from './host-log.ts';
import { scheduleFrom, startTimer } from './timer-trigger.ts';

describe('a timer whose status cannot be kept', () => {
  it('says so, and its function runs', async () => {
    const lines: string[] = [];
    const log = createHostLog({}, (line) => lines.push(line));
    const registered = { metadata: { name: 'nightly', bindings: {} }, callback: () => undefined };
    const trigger = { registered, bindingName: 'timer', schedule: scheduleFrom('01:00:00') };
    const invoker = { invoke: vi.fn(), active: () => 0, idle: async () => true };
    const nowhere = path.join(tmpdir(), 'perf-agent-no-such-folder');

    const timer = startTimer({ ...trigger, runOnStartup: true, useMonitor: true }, nowhere, invoker, log);

    await vi.waitFor(() => expect(invoker.invoke).toHaveBeenCalledTimes(1));
    expect(lines).toEqual([expect.stringMatching(/\[nightly\] Error: ENOENT.*perf-agent-no-such-folder/)]);
    timer.stop();
  });

  it('that was left in half by a power cut is named, and the timer goes by its schedule', () => {
    const lines: string[] = [];
    const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-timer-'));
    writeFileSync(path.join(folder, 'timer-nightly.json'), '{"last":');
    const registered = { metadata: { name: 'nightly', bindings: {} }, callback: () => undefined };
    const trigger = { registered, bindingName: 'timer', schedule: scheduleFrom('01:00:00') };
    const invoker = { invoke: vi.fn(), active: () => 0, idle: async () => true };
    const log = createHostLog({}, (line) => lines.push(line));

    const timer = startTimer({ ...trigger, runOnStartup: false, useMonitor: true }, folder, invoker, log);

    timer.stop();
    rmSync(folder, { recursive: true });
    expect(lines).toEqual([expect.stringMatching(/\[nightly\] SyntaxError/)]);
    expect(invoker.invoke).not.toHaveBeenCalled();
  });
});
