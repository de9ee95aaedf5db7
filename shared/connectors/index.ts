/** Every connector, loaded when a connection of the configuration names it. Key = folder = id. */
export const connectors = {
  'azure-devops': () => import('./azure-devops/index.ts'),
  github: () => import('./github/index.ts'),
  gitlab: () => import('./gitlab/index.ts'),
  jira: () => import('./jira/index.ts'),
  prometheus: () => import('./prometheus/index.ts'),
  slack: () => import('./slack/index.ts'),
  teams: () => import('./teams/index.ts'),
} as const;

export type ConnectorId = keyof typeof connectors;
