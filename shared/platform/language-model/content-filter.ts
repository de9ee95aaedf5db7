import type { ContentFilterResultsForChoiceOutput } from '@azure/openai/types';

/** Azure OpenAI says beside a choice what its content filter saw; other endpoints say nothing. */
interface FilteredChoice {
  readonly content_filter_results?: ContentFilterResultsForChoiceOutput;
}

/** Names of the filters that stopped an answer, e.g. `violence, jailbreak`; for the operator, who may have to tune the deployment's filter. */
export function stoppedBy(choice: object): string {
  const { content_filter_results: results } = choice as FilteredChoice;
  const names = Object.entries<unknown>({ ...results }).flatMap(([name, result]) =>
    typeof result === 'object' && result !== null && 'filtered' in result && result.filtered === true
      ? [name]
      : [],
  );
  return names.length === 0 ? 'not said' : names.join(', ');
}
