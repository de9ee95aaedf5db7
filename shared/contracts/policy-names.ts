import * as z from 'zod';

/** Id of a rule of a policy: what levels below, reasons and locks call it. */
export const RuleId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,60}$/)
  .describe('a name of a-z, 0-9 and "-", at most 61 signs, which begins with a letter or digit');

/** Id of a connection in the configuration. */
export const ConnectionId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,40}$/)
  .describe('the id of a connection of the configuration: a-z, 0-9 and "-", at most 41 signs');
