import { type RegisteredFunction } from './core-module.ts';

/** Functions that the app setting `AzureWebJobs.<name>.Disabled` (`true` or `1`) does not switch off, as in Azure. */
export function enabledFunctions(
  functions: Iterable<RegisteredFunction>,
  env: NodeJS.ProcessEnv,
): readonly RegisteredFunction[] {
  return [...functions].filter(({ metadata }) => {
    const value =
      env[`AzureWebJobs.${metadata.name}.Disabled`] ?? env[`AzureWebJobs__${metadata.name}__Disabled`];
    return value === undefined || !['true', '1'].includes(value.toLowerCase());
  });
}
