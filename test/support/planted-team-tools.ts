import { type JiraServer, startJiraServer } from './jira-server/start-jira-server.ts';
import { marked, markedLines } from './planted-inputs.ts';
import { type Passed, startPlantingProxy, withFields } from './planting-proxy.ts';
import { type SlackServer, startSlackServer } from './start-slack-server.ts';
import { startTeamsServer, type TeamsServer } from './start-teams-server.ts';

export const SLACK_SIGNING = 'slack-signing-of-the-test';
export const SLACK_CHANNEL = 'C0123456789';

/** Jira, Slack and Teams with values in everything that they answer. */
export interface PlantedTeamTools {
  readonly connections: readonly unknown[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly jira: JiraServer;
  readonly slack: SlackServer;
  readonly teams: TeamsServer;
  /** Makes the next issues, messages and cards be refused until each value stood in a refusal. @returns how many of each */
  refuseNext(): number;
  /** How many of the refusals that were asked for are still to come. */
  refusalsLeft(): number;
  passed(): Readonly<Record<string, readonly Passed[]>>;
  answers(): readonly string[];
  stop(): Promise<void>;
}

/** What people write into fields of Jira's answers that the look-alike leaves out. */
function jiraFields(): Readonly<Record<string, unknown>> {
  const text = marked('Jira answer', 'passed');
  return { environment: text, assignee: { displayName: text, emailAddress: text } };
}

/** Names and texts of people beside the messages of a page, as Slack gives them. */
function ofSlack(answer: unknown): unknown {
  const text = marked('Slack answer', 'passed');
  const { messages } = answer as { readonly messages?: readonly object[] };
  const profile = { user_profile: { real_name: text, email: text } };
  if (messages === undefined) return { ...(answer as object), ...profile };
  return { ...(answer as object), messages: messages.map((one) => ({ ...one, ...profile })) };
}

export async function startPlantedTeamTools(): Promise<PlantedTeamTools> {
  const authorization = `Basic ${Buffer.from('bot@shop.example:jira-token').toString('base64')}`;
  const [jira, slack, teams] = await Promise.all([
    startJiraServer({ deployment: 'cloud', authorization }),
    startSlackServer({ token: 'xoxb-test', channel: SLACK_CHANNEL }),
    startTeamsServer(),
  ]);
  jira.world.transitions = jira.world.transitions.map((one) => ({
    ...one,
    // Jira's own words stand before those that the team gave the way.
    name: `${one.name} ${marked('Jira transition')}`,
  }));
  const proxies = {
    jira: await startPlantingProxy(jira.url, (_asked, answer) => ofJira(answer)),
    slack: await startPlantingProxy(slack.url, (_asked, answer) => ofSlack(answer)),
    teams: await startPlantingProxy(teams.url, (_asked, answer) => answer),
  };
  const issue = markedLines('Jira refusal', 280);
  const message = markedLines('Slack refusal', 280);
  const card = markedLines('Teams refusal', 280, 'passed');
  const asked: string[] = [];
  const auth = { kind: 'basic', user: 'bot@shop.example', tokenSecret: 'jira-token' };
  return {
    connections: [
      {
        id: 'jira',
        connector: 'jira',
        settings: {
          baseUrl: proxies.jira.through(jira.url),
          auth,
          project: 'SHOP',
          transitions: { close: 'Nowhere' },
        },
      },
      {
        id: 'slack',
        connector: 'slack',
        settings: {
          baseUrl: proxies.slack.through(slack.api),
          tokenSecret: 'slack-token',
          channel: SLACK_CHANNEL,
          signingSecret: 'slack-signing',
        },
      },
      {
        id: 'teams',
        connector: 'teams',
        settings: { webhookUrlSecret: 'teams-workflow', directWebhookUrlSecret: 'teams-workflow' },
      },
    ],
    secrets: {
      'jira-token': 'jira-token',
      'slack-token': 'xoxb-test',
      'slack-signing': SLACK_SIGNING,
      'teams-workflow': proxies.teams.through(teams.webhook),
    },
    jira,
    slack,
    teams,
    refuseNext() {
      const json = { 'content-type': 'application/json' };
      const refuseWith = (body: object, status: number) =>
        ({ kind: 'status', status, headers: json, body: JSON.stringify(body) }) as const;
      for (const words of issue) {
        const answer = refuseWith({ errorMessages: [], errors: { customfield_1: words } }, 400);
        jira.misbehave({ method: 'POST', path: /issue$/, answer });
      }
      for (const words of message) {
        const faults = { ok: false, error: 'invalid_blocks', response_metadata: { messages: [words] } };
        slack.misbehave({ path: /chat\.postMessage/, answer: refuseWith(faults, 200) });
      }
      for (const words of card) {
        teams.misbehave({ answer: refuseWith({ error: { message: words } }, 400) });
      }
      const beginnings = [...issue, ...message, ...card].map((words) => words.slice(0, 16));
      asked.push(...beginnings.map((words) => JSON.stringify(words).slice(1, -1)));
      return Math.max(issue.length, message.length, card.length);
    },
    refusalsLeft() {
      const given = Object.values(proxies).flatMap(({ answers }) => answers);
      return asked.filter((words) => !given.some((answer) => answer.includes(words))).length;
    },
    passed: () => Object.fromEntries(Object.entries(proxies).map(([id, { passed }]) => [id, passed])),
    answers: () => Object.values(proxies).flatMap(({ answers }) => answers),
    async stop() {
      await Promise.all(Object.values(proxies).map((proxy) => proxy.stop()));
      await Promise.all([jira.stop(), slack.stop(), teams.stop()]);
    },
  };
}

/** People's words beside the fields that are read, and in a state's name, which is a team's own; what the state counts as is Jira's. */
function ofJira(answer: unknown): unknown {
  // What was refused is told by field.
  if (Object.hasOwn(answer as object, 'errors')) return answer;
  const told = withFields(answer, jiraFields()) as { readonly fields?: { readonly status?: object } };
  if (told.fields?.status === undefined) return told;
  const status = { ...told.fields.status, name: marked('Jira status', 'passed') };
  return { ...told, fields: { ...told.fields, status } };
}
