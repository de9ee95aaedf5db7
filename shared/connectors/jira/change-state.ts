import * as z from 'zod';
import { PermanentError, PipelineError } from '../../errors/pipeline-error.ts';
import type { JiraApi } from './jira-api.ts';
import { allowedNames, IssueReply, type Transition, Transitions } from './replies.ts';
import type { JiraSettings } from './settings.ts';

type Target = 'closed' | 'open';

/** Names of ways out that say something else than "fixed". */
const NOT_FIXED = /won'?t|dupl|cancel|reject|invalid|abandon|declin/i;
const RESOLUTIONS = ['Fixed', 'Done', 'Resolved'];

/** Whether Jira counts the issue as done: the category of its status, whatever the status is called. */
export function isClosed(issue: IssueReply): boolean {
  return issue.fields.status?.statusCategory?.key === 'done';
}

/**
 * Brings an issue into a closed or an open state by the transition that leads there; one that is there already stays.
 * @throws PermanentError(`CONFIG_INVALID`) naming the transitions there are, or the field that the right one requires
 */
export async function changeState(
  api: JiraApi,
  settings: JiraSettings,
  issue: { readonly id: string; readonly key: string },
  target: Target,
  signal: AbortSignal,
): Promise<void> {
  const path = ['issue', issue.id, 'transitions'];
  const reply = await api.find(path, { expand: 'transitions.fields' }, Transitions, signal);
  try {
    const transition = choose(reply?.transitions ?? [], settings, issue.key, target);
    const fields = fieldsOf(transition, settings, issue.key);
    const body = {
      transition: { id: transition.id },
      ...(Object.keys(fields).length === 0 ? {} : { fields }),
    };
    await api.send('POST', path, body, z.unknown(), signal);
  } catch (error) {
    // Somebody else may have been faster; then the transition is not offered any more and the state is the wanted one.
    if (!PipelineError.is(error) || error.disposition !== 'dead-letter') throw error;
    const now = await api.find(['issue', issue.id], { fields: 'status' }, IssueReply, signal);
    if (now === null || isClosed(now) !== (target === 'closed')) throw error;
  }
}

function choose(
  transitions: readonly Transition[],
  settings: JiraSettings,
  key: string,
  target: Target,
): Transition {
  const configured = target === 'closed' ? settings.transitions.close : settings.transitions.reopen;
  const offered = transitions.map(({ name }) => `"${name}"`).join(', ') || 'none';
  if (configured !== undefined) {
    const named = transitions.find(({ name }) => name.toLowerCase() === configured.toLowerCase());
    if (named !== undefined) return named;
    throw new PermanentError(
      'CONFIG_INVALID',
      `Issue ${key} offers no transition "${configured}", which settings.transitions names; it offers ${offered}.`,
    );
  }
  const [best] = transitions
    .filter((one) => rank(one, target) > 0)
    .toSorted((a, b) => rank(b, target) - rank(a, target));
  if (best !== undefined) return best;
  const setting = target === 'closed' ? 'close' : 'reopen';
  throw new PermanentError(
    'CONFIG_INVALID',
    `The workflow of issue ${key} has no transition to ${target === 'closed' ? 'a done' : 'an open'} state from here; it offers ${offered}. Add one, or name it under settings.transitions.${setting}.`,
  );
}

/** 0: leads elsewhere. */
function rank(transition: Transition, target: Target): number {
  const category = transition.to.statusCategory?.key;
  if (category === undefined) return 0;
  if (target === 'open') return category === 'done' ? 0 : category === 'new' ? 2 : 1;
  if (category !== 'done') return 0;
  return NOT_FIXED.test(`${transition.name} ${transition.to.name ?? ''}`) ? 1 : 2;
}

/** Values for what the transition's screen requires: the resolution by its usual names, nothing else. */
function fieldsOf(
  { fields, name }: Transition,
  settings: JiraSettings,
  key: string,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [id, field] of Object.entries(fields ?? {})) {
    const wanted = id === 'resolution' && settings.transitions.resolution !== undefined;
    if (!wanted && (field.required !== true || field.hasDefaultValue === true)) continue;
    if (id !== 'resolution') {
      throw new PermanentError(
        'CONFIG_INVALID',
        `The transition "${name}" of issue ${key} requires the field "${field.name ?? id}" (${id}), which PerfAgent cannot fill; name another transition under settings.transitions.`,
      );
    }
    values['resolution'] = { name: resolutionFrom(allowedNames(field.allowedValues), settings, name) };
  }
  return values;
}

function resolutionFrom(allowed: readonly string[], settings: JiraSettings, transition: string): string {
  const wanted = settings.transitions.resolution;
  const found =
    wanted ?? RESOLUTIONS.find((one) => allowed.includes(one)) ?? allowed.find((one) => !NOT_FIXED.test(one));
  if (found !== undefined && (allowed.length === 0 || allowed.includes(found))) return found;
  throw new PermanentError(
    'CONFIG_INVALID',
    `The transition "${transition}" takes the resolutions ${allowed.join(', ') || '(none)'}; name one under settings.transitions.resolution.`,
  );
}
