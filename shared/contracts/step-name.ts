/** Steps in the order of the pipeline: the one list of them. The place of a step is its rank in the index, so new ones change the rank of those that follow. `command` and `event` are no steps of a run and stand last. */
export const STEP_NAMES = [
  'receive',
  'plan',
  'collect',
  'mask',
  'deadline',
  'analyse',
  'reason',
  'decide',
  'report',
  'deliver',
  'approve',
  'notify',
  'ticket',
  'learn',
  'failed',
  'command',
  'event',
] as const;
export type StepName = (typeof STEP_NAMES)[number];
