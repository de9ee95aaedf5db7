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

/** What is done first, once it is known that there is a way: a comment about a change that cannot be made would only mislead. */
type Before = () => Promise<void>;

/**
 * Brings an issue into a closed or an open state by the transition that leads there, or by those that the settings name, one after the
 * other; one that is there already stays.
 * @throws PermanentError(`CONFIG_INVALID`) naming the transitions there are, or the field that the right one requires
 */
export async function changeState(
  api: JiraApi,
  settings: JiraSettings,
  issue: { readonly id: string; readonly key: string },
  target: Target,
  before: Before,
  signal: AbortSignal,
): Promise<void> {
  const names = wayOf(settings, target);
  const missed: string[] = [];
  let isBegun = false;
  const begin = async (): Promise<void> => {
    if (!isBegun) await before();
    isBegun = true;
  };
  for (const name of names) {
    const offered = await transitionsOf(api, issue, signal);
    // Some steps of the way may be behind the issue already.
    if (names.length > 1 && name !== null && !offered.some((one) => isNamed(one, name))) missed.push(name);
    else if (
      await go(api, settings, issue, { target, name, isOnly: names.length === 1, offered }, begin, signal)
    )
      return;
  }
  if (await isThere(api, issue, target, signal)) return;
  const setting = target === 'closed' ? 'close' : 'reopen';
  const skipped =
    missed.length === 0 ? '' : ` ${missed.map((one) => `"${one}"`).join(', ')} was not offered.`;
  throw new PermanentError(
    'CONFIG_INVALID',
    `The transitions that settings.transitions.${setting} names did not bring issue ${issue.key} into ${wordsOf(target)} state.${skipped}`,
  );
}

/** The transitions to go through by their names; null: the one that leads there. */
function wayOf({ transitions }: JiraSettings, target: Target): readonly (string | null)[] {
  const configured = target === 'closed' ? transitions.close : transitions.reopen;
  return configured === undefined ? [null] : [configured].flat();
}

async function transitionsOf(
  api: JiraApi,
  { id }: { readonly id: string },
  signal: AbortSignal,
): Promise<readonly Transition[]> {
  const query = { expand: 'transitions.fields' };
  return (await api.find(['issue', id, 'transitions'], query, Transitions, signal))?.transitions ?? [];
}

/** One step. @returns whether there is no further one: the only step leads where it leads; of several, somebody else was faster */
async function go(
  api: JiraApi,
  settings: JiraSettings,
  issue: { readonly id: string; readonly key: string },
  step: {
    readonly target: Target;
    readonly name: string | null;
    readonly isOnly: boolean;
    readonly offered: readonly Transition[];
  },
  begin: Before,
  signal: AbortSignal,
): Promise<boolean> {
  const { target, name, isOnly, offered } = step;
  try {
    const transition = choose(offered, name, issue.key, target);
    const fields = fieldsOf(transition, settings, issue.key);
    await begin();
    const body = {
      transition: { id: transition.id },
      ...(Object.keys(fields).length === 0 ? {} : { fields }),
    };
    await api.send('POST', ['issue', issue.id, 'transitions'], body, z.unknown(), signal);
    return isOnly;
  } catch (error) {
    // Somebody else may have been faster; then the transition is not offered any more and the state is the wanted one.
    if (!PipelineError.is(error) || error.disposition !== 'dead-letter') throw error;
    if (!(await isThere(api, issue, target, signal))) throw error;
    return true;
  }
}

async function isThere(
  api: JiraApi,
  { id }: { readonly id: string },
  target: Target,
  signal: AbortSignal,
): Promise<boolean> {
  const now = await api.find(['issue', id], { fields: 'status' }, IssueReply, signal);
  return now !== null && isClosed(now) === (target === 'closed');
}

function isNamed({ name }: Transition, wanted: string): boolean {
  return name.toLowerCase() === wanted.toLowerCase();
}

function wordsOf(target: Target): string {
  return target === 'closed' ? 'a done' : 'an open';
}

function choose(
  transitions: readonly Transition[],
  configured: string | null,
  key: string,
  target: Target,
): Transition {
  const offered = transitions.map(({ name }) => `"${name}"`).join(', ') || 'none';
  if (configured !== null) {
    const named = transitions.find((one) => isNamed(one, configured));
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
    `The workflow of issue ${key} has no transition to ${wordsOf(target)} state from here; it offers ${offered}. Add one, or name those that lead there under settings.transitions.${setting}.`,
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
