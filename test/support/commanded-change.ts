import type { AnalysisRequested } from '../../shared/contracts/analysis-requested.ts';
import { recordRef } from '../../shared/contracts/run-record.ts';
import type { StepName } from '../../shared/contracts/step-name.ts';
import { TransientError } from '../../shared/errors/pipeline-error.ts';
import { commandIdOf, commandWords } from '../../shared/pipeline/command-id.ts';
import { messageWithData } from '../../shared/pipeline/messages.ts';
import { parseCommand } from '../../shared/policy/parse-command.ts';
import { analysisOf, findingOf } from './analysis-of.ts';
import { createMemoryPipeline } from './memory-pipeline.ts';
import { TEST_NOW, TEST_RUN } from './memory-runner.ts';
import { requestRecord } from './memory-stage.ts';

const signal = AbortSignal.timeout(30_000);

type Pipeline = ReturnType<typeof createMemoryPipeline>;

/** What people answered for so far. */
export function acknowledgementsOf({ index }: Pick<Pipeline, 'index'>) {
  return index.listAcknowledgements({ tenant: 'default', limit: 10 }, signal);
}

/** A change that was judged as slower, and what its members say. */
export async function commandedChange() {
  const pipeline = createMemoryPipeline();
  pipeline.host.rights.set('ada', 'write').set('bot', 'own');
  await judge(TEST_RUN, requestRecord());

  async function judge(runId: string, request: AnalysisRequested, afterMs = 0): Promise<void> {
    const { project, number, headSha, title } = request.change;
    const record = (step: StepName, output: unknown): void =>
      pipeline.artifacts.put(recordRef(runId, step), {
        ...{ schema: 'perf-agent.run-record.v1', runId, tenant: 'default', step, part: null },
        ...{ at: TEST_NOW.toISOString(), producer: 'test', inputs: [], output, emits: [], remarks: [] },
      });
    record('receive', request);
    record('analyse', analysisOf({ answer: 'regression', findings: [findingOf()] }));
    const at = new Date(TEST_NOW.getTime() + afterMs);
    const row = { runId, tenant: 'default', at, step: 'plan', rank: 1, connection: 'git', service: 'orders' };
    const code = { baseSha: null, tree: null, patch: null, grounds: null, skip: null };
    const about = { project, change: number, headSha, title, url: null };
    await pipeline.index.putRun({ ...row, request: about, code }, signal);
  }

  async function say(
    text: string,
    how: {
      readonly author?: string;
      readonly comment?: string;
      /** What the comment says when it is read; null: it is gone. */
      readonly now?: string | null;
      readonly forMs?: number;
    } = {},
  ) {
    const { author = 'ada', comment = '1', now = text } = how;
    const at = new Date(TEST_NOW.getTime() + 1_000 * Number(comment));
    if (now !== null)
      pipeline.host.said.set(comment, { text: now, at, author: { id: author, name: author } });
    const command = parseCommand(text);
    if (command === null) throw new TypeError('The comment holds no command.');
    const named = { connection: 'git', project: 'shop/orders', number: '7', comment };
    const id = commandIdOf('default', named);
    const data = { ...named, words: commandWords(command) };
    const run = { runId: id, tenant: 'default' };
    await pipeline.ports.sender.send(
      [messageWithData('command', `${id}:command`, run, data, TEST_NOW, null)],
      signal,
    );
    const taken = await pipeline.drain({ stopAt: 'requests', forMs: how.forMs ?? 0 });
    const output = await pipeline.output(id, 'command');
    return { taken, output, id };
  }

  /** Requests for runs that wait on their queue. */
  const asked = (): readonly AnalysisRequested[] =>
    pipeline.waiting
      .filter(({ queue }) => queue === 'requests')
      .map(({ envelope }) => envelope.data as AnalysisRequested);

  function dieBeforeSending(): void {
    const { sender } = pipeline.ports;
    const send = sender.send.bind(sender);
    let hasDied = false;
    sender.send = async (messages, given) => {
      const isOfRecord = messages.some(({ queue }) => queue === 'requests');
      if (isOfRecord && !hasDied) {
        hasDied = true;
        throw new TransientError('QUEUE_UNAVAILABLE', 'The process died.');
      }
      await send(messages, given);
    };
  }
  return { pipeline, say, judge, asked, dieBeforeSending };
}
