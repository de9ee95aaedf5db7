import { existsSync, readFileSync } from 'node:fs';

/** Linux counts times in hundredths of a second. */
const TICKS = 100;
/** Places of utime, stime, cutime and cstime behind the name of the program (proc(5): fields 14 to 17). */
const TIMES = [11, 12, 13, 14];

/** Processor time of a process and of its children that have ended. @returns null where there is no such file */
export function cpuSeconds(process: number | 'self' = 'self'): number | null {
  const file = `/proc/${process}/stat`;
  if (!existsSync(file)) return null;
  const stat = readFileSync(file, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return TIMES.reduce((sum, place) => sum + Number(fields[place]), 0) / TICKS;
}
