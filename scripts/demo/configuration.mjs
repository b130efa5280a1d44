import fs from 'node:fs';
import path from 'node:path';
import { root } from '../bootstrap.mjs';

/** The clusters that the sandbox serves, and what of Git comes to them. */
const clusters = [
  { name: 'development', environments: ['development'] },
  { name: 'staging', environments: ['staging'] },
  // What is changed there by hand stays until someone says so.
  { name: 'production-eu-1', selfHeal: false },
  { name: 'production-us-1', selfHeal: false },
];

/** The world is small and new: owners appear at once, not in five minutes. */
const catalogSchedule = { frequency: { seconds: 10 }, timeout: { minutes: 1 } };

/**
 * A reading that a webhook asks for begins at the scheduler's next look, which
 * is as frequent as this, and otherwise every five seconds.
 */
const gitSchedule = { frequency: { seconds: 2 }, timeout: { minutes: 10 } };

const catalog = file => path.join(root, 'packages/sandbox/catalog', file);

const templates = {
  type: 'file',
  target: path.join(root, 'templates/all.yaml'),
};

/**
 * Writes what the demo changes of app-config.yaml, and returns the files to
 * start the portal with. (JSON is YAML.)
 */
export function writeConfiguration(directory, { url, port, shown }) {
  const file = path.join(directory, 'app-config.demo.yaml');
  fs.mkdirSync(directory, { recursive: true });
  const overlay = {
    app: { baseUrl: url },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      cors: { origin: url },
      workingDirectory: directory,
    },
    ...sectionsOf(shown),
  };
  fs.writeFileSync(file, `${JSON.stringify(overlay, undefined, 2)}\n`);
  return [path.join(root, 'app-config.yaml'), file];
}

function sectionsOf(shown) {
  switch (shown.type) {
    case 'world':
      return worldSections(shown);
    case 'engines':
      return engineSections(shown);
    default:
      return repositorySections(shown.repositories);
  }
}

function worldSections({ forgeUrl, kubeconfig }) {
  return {
    integrations: forgeIntegration(forgeUrl),
    gitops: {
      repositories: companyRepositories(forgeUrl),
      clusters: clusters.map(cluster => ({
        ...cluster,
        ...{ kubeconfig, context: cluster.name, mode: 'auto' },
        // They keep Flux's objects, and nothing there acts on them.
        engine: 'builtin',
      })),
      schedule: gitSchedule,
      catalog: { schedule: catalogSchedule },
    },
    catalog: { locations: [fileLocation('all.yaml'), templates] },
  };
}

/** Flux and Argo CD deploy: the portal looks, and asks them. */
function engineSections({ forgeUrl, kubeconfig, argoCd }) {
  return {
    integrations: forgeIntegration(forgeUrl),
    gitops: {
      repositories: companyRepositories(forgeUrl),
      environments: [
        { name: 'staging', promotesTo: ['production'] },
        { name: 'production', protected: true },
      ],
      clusters: ['europe', 'america'].map(name => ({
        ...{ name, kubeconfig, context: name, mode: 'observe' },
      })),
      engines: { argocd: { instances: [{ name: 'shop', ...argoCd }] } },
      schedule: gitSchedule,
      catalog: { schedule: catalogSchedule },
    },
    catalog: { locations: [fileLocation('all.yaml'), templates] },
  };
}

function forgeIntegration(forgeUrl) {
  const { host } = new URL(forgeUrl);
  const apiBaseUrl = `${forgeUrl}/api/v3`;
  return { github: [{ host, apiBaseUrl, token: 'demo-token-of-the-portal' }] };
}

function companyRepositories(forgeUrl) {
  return ['platform-config', 'shop-deploy'].map(id => ({
    id,
    url: `${forgeUrl}/quillmoor/${id}`,
  }));
}

/**
 * A person's own repositories: nothing is told of their environments, and the
 * catalog has an entity for each service that is found.
 */
function repositorySections(repositories) {
  return {
    organization: { name: 'Your repositories' },
    gitops: {
      repositories,
      environments: [],
      clusters: [],
      catalog: {
        provideServices: true,
        owner: 'group:default/guests',
        schedule: catalogSchedule,
      },
    },
    catalog: { locations: [fileLocation('guest.yaml'), templates] },
  };
}

function fileLocation(file) {
  return {
    type: 'file',
    target: catalog(file),
    rules: [{ allow: ['Group', 'User'] }],
  };
}
