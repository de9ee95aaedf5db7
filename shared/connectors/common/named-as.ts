import type * as z from 'zod';
import { describeIssues } from '../../errors/describe-issues.ts';
import { PermanentError } from '../../errors/pipeline-error.ts';
import type { NamedEvent } from '../../ports/change-host.ts';

/** What a named event tells, as its connector understands it. @throws PermanentError(`INPUT_INVALID`) naming the field */
export function namedAs<S extends z.ZodType>(schema: S, about: NamedEvent['about']): z.output<S> {
  const named = schema.safeParse(about);
  if (named.success) return named.data;
  throw new PermanentError('INPUT_INVALID', `The named event does not fit: ${describeIssues(named.error)}`);
}
