import { describe, expect, it } from 'vitest';
import { type RegisteredFunction } from './core-module.ts';
import { enabledFunctions } from './enabled-functions.ts';

const functions = ['one', 'two', 'three'].map(
  // Only the name is looked at.
  (name) => ({ metadata: { name } }) as RegisteredFunction,
);

describe('enabledFunctions', () => {
  it.each([
    [{}, ['one', 'two', 'three']],
    [{ 'AzureWebJobs.two.Disabled': 'true' }, ['one', 'three']],
    [{ 'AzureWebJobs.two.Disabled': '1', AzureWebJobs__one__Disabled: 'True' }, ['three']],
    [{ 'AzureWebJobs.two.Disabled': 'false', 'AzureWebJobs.four.Disabled': 'true' }, ['one', 'two', 'three']],
  ])('with the settings %j keeps %j', (env, names) => {
    const enabled = enabledFunctions(functions, env);

    expect(enabled.map(({ metadata }) => metadata.name)).toEqual(names);
  });
});
