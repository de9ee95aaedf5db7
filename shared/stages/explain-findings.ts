import { sha256 } from '../audit/sha256.ts';
import { Explanation } from '../contracts/explanation.ts';
import { Analysis } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { Plan } from '../contracts/plan.ts';
import type { Remark } from '../contracts/run-record.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import type { Connections } from '../ports/connections.ts';
import type { LanguageModel } from '../ports/language-model.ts';
import type { Masker } from '../ports/masker.ts';
import type { Stage, StageContext } from '../ports/stage.ts';
import { buildPrompt, PROMPT_VERSION } from '../reasoning/build-prompt.ts';
import { checkClaims } from '../reasoning/check-claims.ts';
import { explainByRules } from '../reasoning/explain-by-rules.ts';
import { ModelReply } from '../reasoning/model-reply.ts';
import { replacedBy } from './newer-head.ts';

interface ExplainPorts {
  readonly connections: Connections;
  /** Null: no model is configured; the rules explain. */
  readonly model: () => Promise<LanguageModel | null>;
  readonly maskerOf: (runId: string) => Masker;
}

/** For all models together, failover included; the step has 240 s and settles after it. */
const MODELS_WITHIN_MS = 180_000;

/** Asks the model for causes of what statistics found; without a model, or when all fail, the rules explain and that is said. */
export function explainFindings(ports: ExplainPorts): Stage<Explanation> {
  return {
    step: 'reason',
    output: Explanation,
    async run(context) {
      const { value: analysis } = await context.read('analyse', Analysis);
      const { value: plan } = await context.read('plan', Plan);
      const byRules = explainByRules(analysis, plan);
      const somethingToExplain = analysis.findings.some(
        ({ answer, before }) => answer === 'regression' && before === null,
      );
      const model = somethingToExplain && plan.policy.model !== false ? await ports.model() : null;
      const replaced = model === null ? null : await replacedBy(context, ports.connections);
      if (replaced !== null) {
        // Words about a commit that nobody will merge are paid for nothing.
        const output = { ...byRules, supersededBy: replaced.by };
        return { output, emits: [{ queue: 'deliver' }], remarks: [replaced.remark] };
      }
      const output = model === null ? byRules : await explainByModel(model, analysis, plan, byRules, context);
      return {
        output,
        emits: [{ queue: 'decide' }],
        remarks: remarksOf(output),
      };
    },
  };

  async function explainByModel(
    model: LanguageModel,
    analysis: Analysis,
    plan: Plan,
    byRules: Explanation,
    context: StageContext,
  ): Promise<Explanation> {
    const masker = ports.maskerOf(context.runId);
    const mask = (text: string): Masked => masker.mask(text);
    const { system, prompt } = buildPrompt(analysis, plan);
    const promptSha256 = sha256(`${system}\n${prompt}`);
    const { question } = plan.policy;
    const limit = question === undefined ? {} : { limit: question };
    const late = AbortSignal.timeout(MODELS_WITHIN_MS);
    try {
      const answer = await model.complete(
        {
          ...{ system, prompt, schemaName: 'explanation', schema: ModelReply },
          ...{ traceparent: context.traceparent, ...limit },
        },
        AbortSignal.any([context.signal, late]),
      );
      const checked = checkClaims(answer.value, analysis, plan, byRules.summary, mask);
      return {
        by: 'model',
        model: { connection: answer.connection, name: answer.model, promptVersion: PROMPT_VERSION },
        ...checked,
        failovers: answer.failovers.map(({ connection, why }) => ({ connection, why: mask(why) })),
        usage: answer.usage === null ? null : { ...answer.usage },
        promptSha256,
        answerSha256: sha256(answer.text),
      };
    } catch (error) {
      // A verdict does not wait for an explanation: when no model answers, the rules speak and the record says why.
      const why = whyNone(error, late.aborted && !context.signal.aborted);
      if (why === null) throw error;
      context.log.warn('no model answered; the rules explain', { runId: context.runId, reason: mask(why) });
      const failovers = [{ connection: 'all', why: mask(why) }];
      // Nothing left the house then, so there is no prompt on record.
      if (isBudgetSpent(error)) {
        const summary = maskedText`${byRules.summary} ${mask(why)}`;
        return { ...byRules, summary, failovers };
      }
      return { ...byRules, failovers, promptSha256 };
    }
  }
}

function whyNone(error: unknown, isLate: boolean): string | null {
  if (isLate) return `No model answered within ${MODELS_WITHIN_MS / 1_000} s.`;
  return PipelineError.is(error) && error.code.startsWith('MODEL_') ? error.message : null;
}

function isBudgetSpent(error: unknown): boolean {
  return PipelineError.is(error) && error.code === 'MODEL_BUDGET_SPENT';
}

/** One for each model that got the prompt, whether or not its answer was of use: what left the house is on record. */
function remarksOf(explanation: Explanation): Remark[] {
  const { model, failovers, dropped } = explanation;
  const prompt = {
    promptVersion: maskedName(PROMPT_VERSION),
    promptSha256: maskedName(explanation.promptSha256 ?? ''),
  };
  const failed = failovers.map(({ connection, why }): Remark => ({
    action: 'model.failed',
    subject: `model ${connection}`,
    details: { ...prompt, why },
  }));
  if (model === null) return failed;
  const details = {
    name: maskedName(model.name),
    ...prompt,
    answerSha256: maskedName(explanation.answerSha256 ?? ''),
    dropped: dropped.length,
  };
  return [...failed, { action: 'model.asked', subject: `model ${model.connection}`, details }];
}
