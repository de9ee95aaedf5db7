import { startAzureDevopsServer } from './azure-devops-server/start-azure-devops-server.ts';
import type { PlantedHost, SignedRequest } from './planted-host.ts';
import { alone, diffs, marked, markedAlone, words } from './planted-inputs.ts';
import { startPlantingProxy, withFields } from './planting-proxy.ts';

const PROJECT = 'Team one/orders-azure';
const REFUSED = 30;
const EVENT = 'git.pullrequest.created';

/** Text in the short fields of a pull request. */
interface Short {
  readonly source?: string | undefined;
  readonly target?: string | undefined;
}

/** Fields of Azure DevOps' answers and events that the look-alike leaves out, with what people write there. */
function fieldsOfPeople(text: string): Readonly<Record<string, unknown>> {
  return {
    ...{ description: text, comment: text, uniqueName: text, mailAddress: text, customDisplayName: text },
    reviewers: [{ displayName: text, uniqueName: text }],
    completionOptions: { mergeCommitMessage: text },
    labels: [{ name: text }],
  };
}

/** Azure DevOps with values in pull requests, versions of files, commits, comments, service hooks and refusals. */
export async function startPlantedAzureDevops(): Promise<PlantedHost> {
  const server = await startAzureDevopsServer({ pat: 'pat-of-the-test' });
  const short = new Map<number, Short>();
  const people = new Map<string, string>();
  let notificationId = 0;
  const proxy = await startPlantingProxy(server.url, ({ path }, answer) => {
    // A dictionary has no fields of its own.
    if (path.includes('accesscontrollists')) return answer;
    const said = withFields(answer, fieldsOfPeople(marked('Azure answer', 'passed')));
    const number = Number(/\/pullRequests\/(\d+)(?:\?|$)/.exec(path)?.[1]);
    if (/\/pullRequests\/\d+\/commits/.test(path)) return commits();
    return short.has(number) ? withShort(said as object, short.get(number) ?? {}) : said;
  });

  function opened(
    number: number,
    headSha: string,
    baseSha: string,
    given: Short & { readonly author?: string | undefined },
  ): SignedRequest {
    const { author, ...refs } = given;
    short.set(number, refs);
    const isFirst = number === 1;
    server.addPullRequest({
      project: PROJECT,
      number,
      title: isFirst ? marked('Azure title') : `Change ${number}`,
      headSha,
      baseSha,
      changes: isFirst ? versions() : [],
      ...(author === undefined ? {} : { author }),
    });
    notificationId += 1;
    const hook = server.hook(PROJECT, number, EVENT, {
      notificationId,
      message: words('Azure event message'),
    });
    return planted(hook, refs);
  }

  /** The service hook with what people wrote into its other fields. */
  function planted({ body }: SignedRequest, refs: Short, eventType = EVENT): SignedRequest {
    const ids = alone('Azure delivery');
    const event = withFields(JSON.parse(body), fieldsOfPeople(words('Azure event'))) as {
      readonly resource: object;
    };
    return server.sign(
      JSON.stringify({
        ...event,
        eventType,
        subscriptionId: `${ids[notificationId % ids.length]?.value ?? ''} ${notificationId}`,
        detailedMessage: { text: words('Azure event message') },
        resource: withShort(event.resource, refs),
      }),
    );
  }

  return {
    service: 'orders-azure',
    connection: {
      id: 'azure-devops',
      connector: 'azure-devops',
      settings: {
        organisationUrl: proxy.through(server.organisationUrl),
        auth: { patSecret: 'ado-pat' },
        webhook: { secret: 'ado-hook' },
      },
    },
    secrets: { 'ado-pat': 'pat-of-the-test', 'ado-hook': server.webhookSecret },
    open(head, base) {
      const [author] = markedAlone('Azure author', ' ', 290);
      return opened(1, head, base, { author, source: markedAlone('Azure branch', '/', 290)[0] });
    },
    others(_head, base) {
      const authors = markedAlone('Azure author', ' ', 290).slice(1);
      const sources = markedAlone('Azure branch', '/', 290).slice(1);
      const pulls = markedAlone('Azure target', '/', 290).map((target, at) =>
        opened(10 + at, String(10 + at).padStart(40, 'd'), base, {
          author: authors[at],
          source: sources[at],
          target,
        }),
      );
      const first = server.hook(PROJECT, 1, EVENT, { notificationId: 900 });
      const kinds = alone('Azure event name').map(({ value }) => planted(first, {}, value.slice(0, 60)));
      return [...pulls, ...kinds];
    },
    refusing(base) {
      const body = JSON.stringify({ message: words('Azure refusal'), typeKey: words('Azure refusal') });
      const path = new RegExp(`/pullRequests/${REFUSED}\\b`);
      server.misbehave({ path, times: 3, answer: { kind: 'status', status: 403, body } });
      return opened(REFUSED, '4'.repeat(40), base, {});
    },
    say(displayName, text, may) {
      const id =
        people.get(displayName) ?? `d6245f20-2af8-44f4-9451-${String(people.size).padStart(12, '0')}`;
      people.set(displayName, id);
      server.setPermission(PROJECT, id, may ? 6 : 2);
      return server.commentHook(PROJECT, 1, { id, displayName }, text, 'new');
    },
    comments: () =>
      server
        .threads(PROJECT, 1)
        .flatMap(({ comments }) => comments)
        .filter(({ author }) => ![...people.values()].includes(author.id))
        .map(({ content }) => content ?? ''),
    passed: () => proxy.passed,
    answers: () => proxy.answers,
    async stop() {
      await proxy.stop();
      await server.stop();
    },
  };
}

function withShort(pull: object, { source, target }: Short): object {
  return {
    ...pull,
    ...(source === undefined ? {} : { sourceRefName: `refs/heads/${source}` }),
    ...(target === undefined ? {} : { targetRefName: `refs/heads/${target}` }),
  };
}

/** The diff as the two versions of each file that it was made from. */
function versions() {
  return diffs('Azure ').map(({ new_path: path, diff }) => {
    const lines = diff.split('\n').slice(1);
    const side = (sign: string): string =>
      lines.flatMap((line) => (line.startsWith(sign) ? [`${line.slice(1)}\n`] : [])).join('');
    return { changeType: 'edit', path, before: side('-'), after: side('+') };
  });
}

/** Who wrote the commits: compared with people of the policy, and kept nowhere. */
function commits(): unknown {
  const value = alone('Azure commit author').map(({ value: name }) => ({
    author: { name, email: `${marked('Azure commit author', 'passed').slice(0, 40)}@shop.example` },
    comment: marked('Azure commit message', 'passed'),
  }));
  return { count: value.length, value };
}
