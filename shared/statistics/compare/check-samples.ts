import { PermanentError } from '../../errors/pipeline-error.ts';
import { type CompareInput, type MetricScale, type RunSample } from './comparison.ts';
import { DEFAULT_ALPHA } from './settle.ts';

/**
 * Refuses what no comparison can use, naming the run and the cure.
 * @throws PermanentError SAMPLE_INVALID
 */
export function checkSamples(input: CompareInput): void {
  if (!(Number.isFinite(input.margin) && input.margin >= 0)) {
    throw invalid(`The margin is ${input.margin}; it must be a finite number, 0 or more.`);
  }
  const { alpha = DEFAULT_ALPHA } = input;
  if (!(alpha > 0 && alpha < 0.5)) throw invalid(`Alpha is ${alpha}; it must lie between 0 and .5.`);
  checkSide('baseline', input.baseline, input.scale);
  checkSide('candidate', input.candidate, input.scale);
  historyGroups(input.history).forEach((group, index) => {
    group.forEach((run, position) =>
      checkRun(`history group ${index + 1} run ${position + 1}`, run, input.scale),
    );
  });
}

/**
 * History as groups, whichever way it was given. Groups of one run say nothing about noise by themselves: together they
 * make one group, whose scatter holds both noise and what changed from version to version (the careful reading).
 */
export function historyGroups(history: CompareInput['history']): readonly (readonly RunSample[])[] {
  if (history === undefined) return [];
  const groups: (readonly RunSample[])[] = [];
  const flat: RunSample[] = [];
  for (const entry of history) {
    if ('value' in entry) flat.push(entry);
    else if (entry.length > 1) groups.push(entry);
    else flat.push(...entry);
  }
  return flat.length > 0 ? [...groups, flat] : groups;
}

function checkSide(name: string, runs: readonly RunSample[], scale: MetricScale): void {
  if (runs.length === 0) {
    throw invalid(
      `The ${name} has no run; at least one is needed. Say "no ${name} yet" instead of comparing.`,
    );
  }
  runs.forEach((run, index) => checkRun(`${name} run ${index + 1}`, run, scale));
}

function checkRun(name: string, run: RunSample, scale: MetricScale): void {
  if (!Number.isFinite(run.value)) {
    throw invalid(`${name} has the value ${run.value}; leave runs without a finite value out.`);
  }
  if (run.withinVariance !== undefined && !(run.withinVariance >= 0)) {
    throw invalid(`${name} has a within-run variance of ${run.withinVariance}; it must be 0 or more.`);
  }
  if (scale === 'ratio-scale' && run.value < 0) {
    throw invalid(
      `${name} has the value ${run.value}; a ratio scale has no negative values, use 'additive'.`,
    );
  }
  if (scale === 'proportion') checkProportion(name, run);
  if (scale === 'count') checkCount(name, run);
}

function checkProportion(name: string, { value, count, events }: RunSample): void {
  if (count === undefined || !(count > 0 && Number.isFinite(count))) {
    throw invalid(`${name} is a proportion of ${count ?? 'an unknown count'}; give a count above 0.`);
  }
  const share = events === undefined ? value : events / count;
  if (!(share >= 0 && share <= 1)) {
    throw invalid(`${name} is a proportion of ${share}; events must lie between 0 and the count.`);
  }
}

function checkCount(name: string, { value, count = 1, events = value }: RunSample): void {
  if (!(count > 0 && Number.isFinite(count)))
    throw invalid(`${name} has the exposure ${count}; it must be above 0.`);
  if (!(events >= 0 && Number.isFinite(events)))
    throw invalid(`${name} counts ${events} events; it must be 0 or more.`);
}

function invalid(message: string): PermanentError {
  return new PermanentError('SAMPLE_INVALID', message);
}
