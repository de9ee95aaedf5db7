import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

interface MemoryUse {
  /** Sum of the processes' resident memory, MiB. */
  readonly totalMiB: number;
  readonly processes: readonly { readonly pid: number; readonly residentMiB: number }[];
}

/** Resident memory of processes: from /proc where there is one, else from `ps`. A process that is gone counts zero. */
export function measureMemory(pids: readonly number[]): MemoryUse {
  const processes = pids.map((pid) => ({ pid, residentMiB: residentKib(pid) / 1024 }));
  return { totalMiB: processes.reduce((sum, { residentMiB }) => sum + residentMiB, 0), processes };
}

function residentKib(pid: number): number {
  if (existsSync('/proc/self/status')) {
    const file = `/proc/${pid}/status`;
    return existsSync(file) ? Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) : 0;
  }
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim() || 0);
}
