import { constants, getPriority, setPriority } from 'node:os';

/**
 * Calls `start`, which starts a process that is measured or measures, so that the process runs ahead of others where
 * the system allows it (root, or CAP_SYS_NICE on Linux): what else runs on the machine disturbs the figures less then,
 * and all versions are treated alike. Where it is not allowed, the process starts like any other.
 */
export function startAhead<Process>(start: () => Process): Process {
  const usual = getPriority();
  const raised = allowed(() => setPriority(constants.priority.PRIORITY_HIGH));
  try {
    // A child takes its priority, for all of its threads, from the thread that starts it.
    return start();
  } finally {
    if (raised) setPriority(usual);
  }
}

function allowed(change: () => void): boolean {
  try {
    change();
    return true;
  } catch (error) {
    // What Node makes of EACCES and EPERM of setpriority(2).
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR') return false;
    throw error;
  }
}
