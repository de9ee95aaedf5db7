// The dependency rule of docs/architecture.md. test/architecture proves that each rule fires on a planted violation.
const PURE =
  '^shared/(access|approval|contracts|errors|masking|logs|loop-guard|statistics|reasoning|policy|reporting|audit|results)/';
const TEST = '\\.test\\.ts$';

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-imports-only-pure',
      severity: 'error',
      from: { path: PURE, pathNot: TEST },
      to: { path: '^(shared|functions|apps|test)/', pathNot: PURE },
    },
    {
      name: 'pure-does-no-io',
      severity: 'error',
      from: { path: PURE, pathNot: TEST },
      to: {
        path: '^(node:)?(fs|net|http|https|child_process|worker_threads|dns|os|process|timers)(/promises)?$',
      },
    },
    {
      name: 'contracts-import-only-contracts-and-errors',
      severity: 'error',
      from: { path: '^shared/(contracts|errors)/', pathNot: TEST },
      to: { path: '^shared/', pathNot: '^shared/(contracts|errors)/' },
    },
    {
      name: 'ports-import-only-contracts',
      severity: 'error',
      from: { path: '^shared/ports/' },
      to: { path: '^shared/', pathNot: '^shared/(contracts|errors|ports)/' },
    },
    {
      name: 'stages-know-ports-not-adapters',
      severity: 'error',
      from: { path: '^shared/(stages|pipeline)/', pathNot: TEST },
      to: { path: '^(shared/(connectors|platform|config|wiring)|functions|apps)' },
    },
    {
      name: 'connectors-are-islands',
      severity: 'error',
      from: { path: '^shared/connectors/([^/]+)/', pathNot: TEST },
      // common/ holds what connectors of one kind share; it is held to the same rule, so it knows no connector.
      to: {
        path: '^(shared|functions|apps)/',
        pathNot: ['^shared/(contracts|errors|ports)/', '^shared/connectors/(common|$1)/'],
      },
    },
    {
      name: 'only-platform-and-functions-touch-azure',
      severity: 'error',
      from: { path: '^(shared|functions)/', pathNot: ['^shared/platform/', '^functions/', TEST] },
      to: { path: 'node_modules/(@azure|applicationinsights|openai|pg|kysely|cockatiel)/' },
    },
    {
      name: 'only-binding-knows-azure-functions',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/binding/' },
      to: { path: 'node_modules/@azure/' },
    },
    {
      name: 'shared-does-not-know-edges',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|apps)/' },
    },
    {
      name: 'edges-are-islands',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: TEST },
      to: { path: '^(apps|functions)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { path: '^(shared|functions|apps)/', pathNot: TEST },
      to: { path: ['^test/', TEST] },
    },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
