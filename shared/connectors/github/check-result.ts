import type { ParsedEvent } from '../../ports/change-host.ts';
import { createEventChecker } from '../common/create-event-checker.ts';
import { safeEventName } from '../common/event-words.ts';
import { GithubCheckRunEvent, GithubCheckSuiteEvent } from './check-event.ts';
import type { NamedCheck } from './read-check.ts';

const checkRun = createEventChecker(GithubCheckRunEvent, 'check_run event');
const checkSuite = createEventChecker(GithubCheckSuiteEvent, 'check_suite event');

/** The button that stands on the page of a check that is done. */
export const MEASURE_AGAIN = {
  label: 'Measure again',
  description: 'Judges this commit once more.',
  identifier: 'measure-again',
} as const;

const MOST_PULL_REQUESTS = 10;
const NOT_AGAIN = 'the check was not asked for again';

/** Every check of every program sends these events: what is not about asking again is not looked at further. */
function actionOf(body: object): string {
  return 'action' in body && typeof body.action === 'string' ? body.action : 'none';
}

/**
 * What an event of a check run means: "Re-run" and our own button ask for the commit again. Which pull request it is the head of is asked of
 * GitHub, since the event of a fork's names none.
 * @param statusName name of the change's own check; those of services beside it stand below it
 */
export function checkRunResult(body: object, statusName: string): ParsedEvent {
  const action = actionOf(body);
  const event = `check_run:${safeEventName(action)}`;
  const ignored = (why: string): ParsedEvent => ({ kind: 'ignored', event, why });
  if (!['rerequested', 'requested_action'].includes(action)) return ignored(NOT_AGAIN);
  const { repository, check_run: run, requested_action: asked } = checkRun(body);
  const isOtherButton = action === 'requested_action' && asked?.identifier !== MEASURE_AGAIN.identifier;
  if (isOtherButton) return ignored(NOT_AGAIN);
  const isOurs =
    run.name === statusName ||
    (run.name.length > statusName.length + 1 && run.name.startsWith(`${statusName}/`));
  if (!isOurs) return ignored('the check is not ours');
  const beside = run.name === statusName ? null : run.name.slice(statusName.length + 1);
  return named(event, repository.full_name, run, { of: 'one', beside });
}

/** "Re-run all checks" asks for every check of ours on the commit. */
export function checkSuiteResult(body: object): ParsedEvent {
  const action = actionOf(body);
  const event = `check_suite:${safeEventName(action)}`;
  if (action !== 'rerequested') return { kind: 'ignored', event, why: NOT_AGAIN };
  const { repository, check_suite: suite } = checkSuite(body);
  return named(event, repository.full_name, suite, { of: 'all', beside: null });
}

function named(
  event: string,
  project: string,
  { head_sha: sha, pull_requests: pulls }: GithubCheckSuiteEvent['check_suite'],
  which: Pick<NamedCheck, 'of' | 'beside'>,
): ParsedEvent {
  const numbers = (pulls ?? []).slice(0, MOST_PULL_REQUESTS).map(({ number }) => String(number));
  const { of, beside } = which;
  return {
    kind: 'named',
    event,
    about: { project, sha, numbers: numbers.join(','), of },
    names: { beside },
  };
}
