import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import type { Verdict } from '../contracts/decision.ts';
import type { Explanation } from '../contracts/explanation.ts';
import { isReplaced } from '../contracts/identity-key.ts';
import { joinMasked, maskedName, maskedText, rewriteMasked } from '../contracts/masked-text.ts';
import type { Masked } from '../contracts/masked.ts';
import type { Plan } from '../contracts/plan.ts';
import { ownersOfPath } from '../policy/owners/owners-of-path.ts';
import {
  type CodeOwnersSyntax,
  type OwnerSection,
  parseCodeOwners,
} from '../policy/owners/parse-code-owners.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import type { ChangeHost } from '../ports/change-host.ts';
import type { Connections } from '../ports/connections.ts';
import { markdownCode, markdownText } from '../reporting/markdown-text.ts';
import { isSame, lastAuthorsOf } from './last-authors.ts';

interface AskPorts {
  readonly connections: Connections;
  readonly policy: () => Promise<LoadedPolicy>;
}

interface Judged {
  readonly request: AnalysisRequested;
  readonly plan: Plan;
  /** Null: nothing was judged. */
  readonly verdict: Verdict | null;
  readonly explanation: Explanation | null;
}

const MOST_NAMES = 5;
/** Each is held against every line of a file that may have thousands. */
const MOST_SUSPECTS = 20;
const COMMA = maskedText`, `;
/** As hosts allow them, so that a name is no markup. */
const HANDLE = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*(\/[\p{L}\p{N}_.-]+)*$/u;

/**
 * The verdict's comment with a line that says who to ask: code owners of the files that the cause names (of all changed files when it names
 * none), else the owners of the policy; and who changed those files last. Code owners and last authors are read when the comment is written
 * and stand in it alone: on the host everybody sees them, and nothing of ours keeps them.
 */
export async function withWhoToAsk(
  comment: Masked,
  judged: Judged,
  ports: AskPorts,
  signal: AbortSignal,
): Promise<Masked> {
  const { plan, verdict, request } = judged;
  const { connection, number } = request.change;
  if (plan.ask === undefined || (verdict !== 'fail' && verdict !== 'warn')) return comment;
  if (connection === null || number === null) return comment;
  const { changes: host } = await ports.connections.get(connection);
  const { mention } = plan.ask;
  const suspects = suspectFiles(plan, judged.explanation);
  const found = host === undefined ? null : await codeOwnersOf(suspects, host, judged, signal);
  const owners =
    found === null
      ? await policyWords(plan.ask, connection, ports)
      : maskedText`${named(found.owners, mention)} (code ${found.owners.length === 1 ? maskedText`owner` : maskedText`owners`} of ${found.of})`;
  const last = host === undefined ? [] : await lastAuthorsOf(suspects, judged, host, signal);
  const others = last.filter(({ name }) => found?.owners.some((owner) => isSame(owner, name)) !== true);
  const asked = [
    ...(owners === null ? [] : [owners]),
    ...others.map(
      ({ name, files }) => maskedText`${accountWords(name, mention)} (changed ${filesWords(files)} last)`,
    ),
  ];
  if (asked.length === 0) return comment;
  return withLine(comment, maskedText`**Who to ask:** ${joinMasked(asked, maskedText`; `)}.`);
}

/** Owners by handle without the author; null when nobody is left whom a comment may name. */
async function codeOwnersOf(
  suspects: readonly Masked[],
  host: ChangeHost,
  { request: { change }, plan }: Judged,
  signal: AbortSignal,
): Promise<{ readonly owners: readonly string[]; readonly of: Masked } | null> {
  const { codeOwners } = host;
  const ref = plan.baseSha ?? (isNamed(change.targetBranch) ? change.targetBranch : null);
  if (codeOwners === undefined || plan.ask?.codeOwners !== true || ref === null) return null;
  const sections = await sectionsOf(host, codeOwners, change.project, ref, signal);
  if (sections === null) return null;
  const byFile = suspects.map((file) => ({
    file,
    owners: ownersOfPath(sections, file, codeOwners.syntax).flatMap(handleOf),
  }));
  const owned = byFile.filter(({ owners }) => owners.length > 0);
  const all = [...new Set(owned.flatMap(({ owners }) => owners))];
  if (all.length === 0) return null;
  const others = await withoutAuthor(all, host, change, signal);
  return others.length === 0 ? null : { owners: others, of: filesWords(owned.map(({ file }) => file)) };
}

/** Whoever wrote a change need not be sent to themselves. */
async function withoutAuthor(
  owners: readonly string[],
  host: ChangeHost,
  { project, number }: AnalysisRequested['change'],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const author = (await host.fetchChange(project, number ?? '', signal))?.author ?? null;
  return owners.filter((owner) => !isSame(owner, author));
}

function isNamed(branch: Masked | null): branch is Masked {
  return branch !== null && !isReplaced(branch);
}

/**
 * The first file that the host would look into. A host that cannot give it, now or ever, costs the comment this line: the verdict does not
 * wait for it.
 */
async function sectionsOf(
  host: ChangeHost,
  { files, syntax }: { readonly files: readonly string[]; readonly syntax: CodeOwnersSyntax },
  project: string,
  ref: string,
  signal: AbortSignal,
): Promise<readonly OwnerSection[] | null> {
  try {
    for (const file of files) {
      const text = await host.fetchFile(project, file, ref, signal);
      if (text !== null) return parseCodeOwners(text, syntax);
    }
  } catch (error) {
    if (!PipelineError.is(error)) throw error;
  }
  return null;
}

/** Files that a checked cause cites; those of the change when none is cited. */
function suspectFiles({ diff }: Plan, explanation: Explanation | null): readonly Masked[] {
  const cited = (explanation?.causes ?? []).flatMap(({ evidence }) =>
    evidence.flatMap((id) => (id.startsWith('D') ? (diff.files[Number(id.slice(1)) - 1]?.path ?? []) : [])),
  );
  const suspects = cited.length > 0 ? cited : diff.files.map(({ path }) => path);
  return [...new Set(suspects)].slice(0, MOST_SUSPECTS);
}

/** `@anna` → `anna`. Addresses are nobody's business, and roles (`@@maintainers`) nobody's name. */
function handleOf(owner: string): readonly string[] {
  const handle = owner.slice(1);
  return owner.startsWith('@') && HANDLE.test(handle) ? [handle] : [];
}

function named(handles: readonly string[], mention: boolean): Masked {
  const shown = handles.slice(0, MOST_NAMES).map((handle) => accountWords(handle, mention));
  return withRest(shown, handles.length);
}

/** A display name calls nobody, whatever stands before it. */
function accountWords(account: string, mention: boolean): Masked {
  const name = maskedName(account);
  return mention && HANDLE.test(account) ? maskedText`@${name}` : markdownText(name);
}

/** `src/pay.ts` and 1 more. */
function filesWords([first, ...more]: readonly Masked[]): Masked {
  const rest = more.length === 0 ? maskedText`` : maskedText` and ${more.length} more`;
  return first === undefined ? maskedText`no file` : maskedText`${markdownCode(first)}${rest}`;
}

function withRest(shown: readonly Masked[], all: number): Masked {
  const more = all > shown.length ? maskedText` and ${all - shown.length} more` : maskedText``;
  return maskedText`${joinMasked(shown, COMMA)}${more}`;
}

/** Owners by the policy; one of its people is called by their account on this host where names are mentions. */
async function policyWords(
  { owners, origin, mention }: NonNullable<Plan['ask']>,
  connection: string,
  ports: AskPorts,
): Promise<Masked | null> {
  if (owners.length === 0) return null;
  const { people } = mention ? (await ports.policy()).policy : { people: [] };
  const shown = owners.slice(0, MOST_NAMES).map(({ name, person }) => {
    const account = people.find(({ id }) => id === person)?.accounts[connection];
    return account !== undefined && HANDLE.test(account)
      ? maskedText`@${maskedName(account)}`
      : markdownText(name);
  });
  const where = origin === null ? maskedText`` : maskedText` (${markdownText(origin)})`;
  return maskedText`${withRest(shown, owners.length)}${where}`;
}

/** Before what is folded away. */
function withLine(comment: Masked, line: Masked): Masked {
  return rewriteMasked(maskedText`${comment}`, (text) => {
    const folded = text.indexOf('\n\n<details>');
    const end = folded === -1 ? text.length : folded;
    return `${text.slice(0, end).trimEnd()}\n\n${line}${text.slice(end)}`;
  });
}
