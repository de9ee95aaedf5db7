/** Records of a run that has load results and no monitoring, in the order of the pipeline; a part stands behind its step. */
export const STEPS_OF_A_RUN: readonly string[] = [
  'receive',
  'plan',
  'collect/results',
  'mask/results',
  'analyse',
  'reason',
  'decide',
  'report',
  'deliver',
  'ticket',
  'learn',
];
