import { startGithubServer } from './github-server/start-github-server.ts';
import type { PlantedHost, SignedRequest } from './planted-host.ts';
import { alone, diffs, marked, markedAlone, packed, values, words } from './planted-inputs.ts';
import { startPlantingProxy, withFields } from './planting-proxy.ts';

const PROJECT = 'shop/orders-github';
const REFUSED = 30;

type Pull = Readonly<Record<'user' | 'head' | 'base', object>>;

/** Text in the short fields of a pull request. */
interface Short {
  readonly login?: string | undefined;
  readonly head?: string | undefined;
  readonly base?: string | undefined;
}

/** Fields of GitHub's answers and events that the look-alike leaves out, with what people write there. */
function fieldsOfPeople(text: string): Readonly<Record<string, unknown>> {
  return {
    ...{ body_text: text, message: text, bio: text, company: text, note: text },
    labels: [{ name: text, description: text }],
    milestone: { title: text, description: text },
  };
}

/** GitHub with values in pull requests, diffs, commits, comments, check runs, events and refusals. */
export async function startPlantedGithub(): Promise<PlantedHost> {
  const server = await startGithubServer({ token: 'no-token-is-used' });
  const short = new Map<number, Short>();
  const proxy = await startPlantingProxy(server.url, ({ path }, answer) => {
    const said = withFields(answer, fieldsOfPeople(marked('GitHub answer', 'passed')));
    const number = Number(/\/pulls\/(\d+)(?:\?|$)/.exec(path)?.[1]);
    if (/\/pulls\/\d+\/commits/.test(path)) return commits();
    return short.has(number) ? withShort(said as Pull, short.get(number) ?? {}) : said;
  });

  function opened(number: number, headSha: string, baseSha: string, given: Short): SignedRequest {
    short.set(number, given);
    const isFirst = number === 1;
    const title = isFirst ? marked('GitHub title') : `Change ${number}`;
    server.addPull({ project: PROJECT, number, title, headSha, baseSha, files: isFirst ? files() : [] });
    return planted(server.webhook(PROJECT, number, 'opened'), given);
  }

  /** The event with what people wrote into its other fields. */
  function planted({ headers, body }: SignedRequest, given: Short, action?: string): SignedRequest {
    const event = withFields(JSON.parse(body), fieldsOfPeople(words('GitHub event'))) as {
      readonly pull_request: Pull;
    };
    const told = {
      ...event,
      ...(action === undefined ? {} : { action }),
      pull_request: withShort({ ...event.pull_request, body: words('GitHub body') } as Pull, given),
    };
    return server.sign(JSON.stringify(told), headers['x-github-event'] ?? '', delivery());
  }

  function delivery(): string {
    const ids = alone('GitHub delivery');
    deliveries += 1;
    return `${ids[deliveries % ids.length]?.value ?? ''} ${deliveries}`;
  }
  let deliveries = 0;

  return {
    service: 'orders-github',
    connection: {
      id: 'github',
      connector: 'github',
      settings: {
        apiUrl: proxy.through(server.url),
        auth: { app: { clientId: server.app.clientId, privateKeySecret: 'github-key' } },
        webhook: { secret: 'github-hook' },
      },
    },
    secrets: { 'github-key': server.app.privateKey, 'github-hook': server.webhookSecret },
    open(head, base) {
      const [login] = markedAlone('GitHub author', ' ', 290);
      server.setLastAuthor(PROJECT, base, 'src/orders.ts', 'grace');
      server.addFile(PROJECT, base, '.github/CODEOWNERS', codeOwners());
      return opened(1, head, base, { login, head: markedAlone('GitHub branch', '/', 290)[0] });
    },
    others(head, base) {
      const logins = markedAlone('GitHub author', ' ', 290).slice(1);
      const heads = markedAlone('GitHub branch', '/', 290).slice(1);
      const bases = markedAlone('GitHub target', '/', 290);
      const pulls = bases.map((one, at) =>
        opened(10 + at, String(10 + at).padStart(40, 'c'), base, {
          login: logins[at],
          head: heads[at],
          base: one,
        }),
      );
      const first = server.webhook(PROJECT, 1, 'opened');
      const kinds = alone('GitHub event name').map(({ value }) => value);
      return [
        ...pulls,
        ...markedAlone('GitHub queue', '/', 250).map((ref, at) => mergeGroup(ref, base, at)),
        ...markedAlone('GitHub check', ' ', 90).map((name) => checkRun(name, head)),
        ...packed(
          values('GitHub label').map(({ text }) => text.replaceAll('\n', ' ')),
          ' ',
          290,
        ).map((name) => {
          const labelled = server.webhook(PROJECT, 1, 'labeled', { label: name });
          return planted(labelled, {}, 'labeled');
        }),
        ...kinds.map((kind) => planted(first, {}, kind.slice(0, 60))),
        ...kinds
          .filter((kind) => /^[\x20-\x7e]+$/.test(kind))
          .map((kind) => server.sign(first.body, kind.slice(0, 60))),
      ];
    },
    refusing(base) {
      const body = JSON.stringify({ message: words('GitHub refusal'), errors: [words('GitHub refusal')] });
      const path = new RegExp(`/pulls/${REFUSED}\\b`);
      server.misbehave({ path, times: 3, answer: { kind: 'status', status: 403, body } });
      const errors = [{ type: words('GitHub query'), message: words('GitHub query') }];
      const answer = { kind: 'status', status: 200, body: JSON.stringify({ errors }) } as const;
      server.misbehave({ path: /graphql/, times: 3, answer });
      return opened(REFUSED, '3'.repeat(40), base, {});
    },
    say(login, text, may) {
      server.setPermission(PROJECT, login, may ? 'write' : 'read');
      return server.commentHook(PROJECT, 1, { id: 501, login }, text);
    },
    comments: () =>
      server
        .comments(PROJECT, 1)
        .filter(({ user }) => user.id !== 501)
        .map(({ body }) => body),
    passed: () => proxy.passed,
    answers: () => proxy.answers,
    async stop() {
      await proxy.stop();
      await server.stop();
    },
  };

  function mergeGroup(ref: string, base: string, at: number): SignedRequest {
    const branch = `refs/heads/gh-readonly-queue/main/${ref}`;
    const head = String(at).padStart(40, '7');
    const group = { head_sha: head, head_ref: branch, base_sha: base, base_ref: 'refs/heads/main' };
    const event = {
      action: 'checks_requested',
      repository: { id: 1, full_name: PROJECT },
      merge_group: { ...group, head_commit: { message: words('GitHub queue commit') } },
    };
    return server.sign(JSON.stringify(event), 'merge_group', delivery());
  }

  function checkRun(name: string, sha: string): SignedRequest {
    const run = { name: `perf-agent/${name}`, head_sha: sha, pull_requests: [{ number: 1 }] };
    const event = {
      action: 'rerequested',
      repository: { id: 1, full_name: PROJECT },
      check_run: { ...run, output: { title: words('GitHub check output') } },
    };
    return server.sign(JSON.stringify(event), 'check_run', delivery());
  }
}

function withShort(pull: Pull, { login, head, base }: Short): unknown {
  return {
    ...pull,
    ...(login === undefined ? {} : { user: { ...pull.user, login } }),
    ...(head === undefined ? {} : { head: { ...pull.head, ref: head } }),
    ...(base === undefined ? {} : { base: { ...pull.base, ref: base } }),
  };
}

function files() {
  return diffs('GitHub ').map(({ new_path: filename, diff }) => {
    const lines = diff.split('\n');
    const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
    return {
      filename,
      status: 'modified',
      additions: count('+'),
      deletions: count('-'),
      patch: diff.trimEnd(),
    };
  });
}

/** Who wrote the commits: compared with people of the policy, and kept nowhere. */
function commits(): readonly unknown[] {
  const person = {
    name: marked('GitHub commit author', 'passed'),
    email: words('GitHub commit author').slice(0, 400),
  };
  const message = marked('GitHub commit message', 'passed');
  return alone('GitHub commit account').map(({ value }) => ({
    author: { id: 42, login: value },
    committer: null,
    commit: { author: person, committer: person, message },
  }));
}

/** Addresses and comments of the file name nobody; a handle would be shown. */
function codeOwners(): string {
  const comments = marked('GitHub code owners', 'passed')
    .split('\n')
    .map((line) => `# ${line}\n`);
  const addresses = alone('GitHub owner').map(({ value }) => value.replaceAll(' ', ''));
  return `${comments.join('')}* ${addresses.join(' ')} @grace-hopper\n`;
}
