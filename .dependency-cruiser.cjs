// Who may know whom. The way of the data is one way; see the README's map.

const rooms = '^plugins/gitops-node/src';
const roomOnly = (room, allowed) => ({
  name: `node-${room}`,
  comment: `gitops-node's ${room} may import ${
    allowed.length > 0 ? allowed.join(', ') : 'no other room'
  }.`,
  severity: 'error',
  from: {
    path: `${rooms}/${room}/`,
    pathNot: testFiles,
  },
  to: {
    path: `${rooms}/[^/]+/`,
    pathNot: `${rooms}/(${[room, ...allowed].join('|')})/`,
  },
});

const testFiles = '(\\.test\\.tsx?$|/testing/|/__testUtils__/)';

/** Clusters, real and in memory. */
const testGrounds = ['packages/envtest', 'packages/sandbox'];

const packageOnly = (name, from, allowed) => ({
  name,
  comment: `${from} may import of our packages only ${
    allowed.length > 0 ? allowed.join(', ') : 'itself'
  }.`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(plugins|packages)/',
    // Who may import what tests stand on is a rule of its own.
    pathNot: `^(${[from, ...allowed, ...testGrounds].join('|')})/`,
  },
});

module.exports = {
  forbidden: [
    packageOnly('common-is-the-ground', 'plugins/gitops-common', []),
    packageOnly('node-knows-common', 'plugins/gitops-node', [
      'plugins/gitops-common',
    ]),
    packageOnly('backend-knows-node', 'plugins/gitops-backend', [
      'plugins/gitops-common',
      'plugins/gitops-node',
    ]),
    packageOnly('frontend-knows-common', 'plugins/gitops', [
      'plugins/gitops-common',
    ]),
    packageOnly('scaffolder-knows-common', 'plugins/scaffolder-gitops', [
      'plugins/gitops-common',
    ]),
    packageOnly('cli-knows-node', 'packages/cli', [
      'plugins/gitops-common',
      'plugins/gitops-node',
    ]),
    packageOnly('sandbox-knows-nobody', 'packages/sandbox', []),
    packageOnly('envtest-knows-nobody', 'packages/envtest', []),
    ...testGrounds.map(ground => ({
      name: `${ground.slice('packages/'.length)}-is-for-tests`,
      comment: `${ground} is known to tests and benchmarks alone.`,
      severity: 'error',
      from: {
        path: '^(plugins|packages)/',
        // The demo on real engines starts them as tests do.
        pathNot: `(^${ground}/|^packages/sandbox/src/engines/|${testFiles}|/(bench|dev|compatibility)/)`,
      },
      to: { path: `^${ground}/` },
    })),
    roomOnly('git', []),
    roomOnly('manifests', []),
    roomOnly('drift', ['manifests']),
    roomOnly('discovery', ['git', 'manifests']),
    roomOnly('render', ['git', 'manifests']),
    roomOnly('history', ['git', 'manifests', 'discovery']),
    roomOnly('clusters', ['manifests']),
    roomOnly('engines', ['clusters', 'drift', 'manifests']),
    roomOnly('proposals', ['git', 'manifests', 'discovery', 'render']),
    roomOnly('forges', []),
    roomOnly('policy', ['manifests']),
    roomOnly('extensions', ['discovery', 'forges', 'policy']),
    {
      name: 'node-tests-alone',
      comment:
        'What tests stand on may know every room, and is known to tests alone.',
      severity: 'error',
      from: { path: `${rooms}/`, pathNot: testFiles },
      to: { path: `${rooms}/.*/(testing|__testUtils__)/` },
    },
    {
      name: 'only-git-runs-git',
      comment: 'Processes are started by git and render alone.',
      severity: 'error',
      from: {
        path: '^plugins/[^/]+/src/',
        pathNot: `(${rooms}/(git|render)/|${testFiles})`,
      },
      to: { path: '^(node:)?child_process$' },
    },
    {
      name: 'no-circular',
      comment: 'A circle has no order to be read in.',
      severity: 'error',
      from: { path: '^(plugins|packages)/' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(node_modules|dist|dist-types|\\.d\\.ts$)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
