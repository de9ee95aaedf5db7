import { readFileSync } from 'node:fs';

/** How fast something went over a text, by the clock and by the processor time of the whole process. */
export interface Speed {
  readonly wallMegabytesPerSecond: number;
  readonly processorMegabytesPerSecond: number;
}

/** The best of several tries: what else the machine does only ever slows a try down. */
export async function bestSpeed(bytes: number, work: () => unknown, tries: number): Promise<Speed> {
  let wall = 0;
  let processor = 0;
  for (let each = 0; each < tries; each++) {
    const started = performance.now();
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    wall = Math.max(wall, bytes / 1000 / (performance.now() - started));
    processor = Math.max(processor, bytes / (user + system));
  }
  return { wallMegabytesPerSecond: wall, processorMegabytesPerSecond: processor };
}

/** One line of a table. */
export function printSpeed(label: string, speed: Speed, note = ''): void {
  const wall = speed.wallMegabytesPerSecond.toFixed(1).padStart(8);
  const processor = speed.processorMegabytesPerSecond.toFixed(1).padStart(8);
  console.log(`${label.padEnd(46)} ${wall} MB/s ${processor} MB a CPU second ${note}`);
}

/** The most memory that a process has held so far, by the kernel's account, in MB; 0 when it has ended. */
export function peakMegabytes(id: number): number {
  try {
    const kibibytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
    return (Number(kibibytes ?? 0) * 1024) / 1e6;
  } catch {
    return 0;
  }
}

/** Ticks a second in which Linux tells processor time. */
const TICKS = 100;

/** Seconds of processor time that all threads of a process have taken so far, by the kernel's account; 0 when it has ended. */
export function processorSeconds(id: number): number {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    // The name of the program is in brackets and may hold blanks; user and kernel time are the 12th and 13th behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return 0;
  }
}
