import { alone, asRef, markedAlone, markedLines, markOf, packed, words } from './planted-inputs.ts';

/** Somebody's comment. */
export interface Comment {
  readonly name: string;
  readonly text: string;
  /** Whether that person may write to the project. */
  readonly may: boolean;
}

/** Longest reason of an acknowledgement. */
const REASON = 480;
const DAY_MS = 86_400_000;

/** Acknowledgements by people with telling names, with values in the reason and in the text around the command. */
export function acknowledgingComments(host: string): readonly Comment[] {
  const names = markedAlone(`${host} commenter`, ' ', 250);
  const around = words(`${host} comment`);
  const until = new Date(Date.now() + 7 * DAY_MS).toISOString().slice(0, 10);
  return markedLines(`${host} reason`, REASON).map((reason, at) => ({
    name: names[at % names.length] ?? 'ada',
    text: `${around}\n/perf-agent acknowledge http_req_duration until ${until} because ${reason}\n${around}`,
    may: true,
  }));
}

/** Commands that are answered with why they are not done, and one that is not answered at all. */
export function refusedComments(host: string): readonly Comment[] {
  const until = new Date(Date.now() + 7 * DAY_MS).toISOString().slice(0, 10);
  const some = (input: string, most: number): string[] =>
    alone(`${host} ${input}`)
      .map(asRef)
      .filter((value) => value.length <= most);
  const metrics = packed([markOf(`${host} metric`), ...some('metric', 190)], ',', 190);
  const texts = [
    ...some('verb', 30)
      .slice(0, 3)
      .map((verb) => verb),
    ...some('day', 40)
      .slice(0, 3)
      .map((day) => `acknowledge * until ${day} because of that`),
    ...some('wish', 40)
      .slice(0, 3)
      .map((wish) => `acknowledge * until ${until} ${wish} because of that`),
    ...metrics.map((metric) => `acknowledge ${metric} until ${until} because of that`),
    ...some('statistic', 30)
      .slice(0, 3)
      .map((statistic) => `revoke http_req_duration ${statistic}`),
    `revoke ${metrics.at(-1) ?? ''}`,
  ];
  const stranger = {
    name: 'eve',
    text: `/perf-agent acknowledge * until ${until} because ${words(`${host} stranger`).replaceAll('\n', ' ')}`,
    may: false,
  };
  return [...texts.map((text) => ({ name: 'ada', text: `/perf-agent ${text}`, may: true })), stranger];
}
