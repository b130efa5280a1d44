// What tests can stand on: the real programs, and what lies beside them.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../bootstrap.mjs';

const modules = path.join(root, 'packages/envtest/go');
const module = name => path.join(modules, name);

/**
 * The grounds by name. `programs` are built, `copies` are folders of modules
 * that are laid beside them; both go into `folder`, which their versions name.
 */
export const grounds = {
  kubernetes: () => {
    const kubernetes = versionIn('kubernetes', 'k8s.io/kubernetes');
    const etcd = versionIn('etcd', 'go.etcd.io/etcd/server/v3');
    const flags = `-s -w ${stampFlags(kubernetes)}`;
    return {
      folder: cached(`${kubernetes}-etcd-${etcd}`),
      programs: [
        {
          name: 'etcd',
          source: 'go.etcd.io/etcd/server/v3',
          module: module('etcd'),
        },
        ...['kube-apiserver', 'kube-controller-manager'].map(name => ({
          name,
          source: `k8s.io/kubernetes/cmd/${name}`,
          module: module('kubernetes'),
          flags,
        })),
      ],
      copies: [],
    };
  },

  gitea: () => {
    const source = 'code.gitea.io/gitea';
    const version = versionIn('gitea', source);
    return {
      folder: cached(`gitea-${version}`),
      programs: [
        {
          name: 'gitea',
          source,
          module: module('gitea'),
          flags: `-s -w -X main.Version=${version.slice(1)}`,
          tags: 'sqlite,sqlite_unlock_notify',
          cgo: true,
        },
      ],
      // The texts and templates that it reads beside itself.
      copies: [
        {
          name: source,
          module: module('gitea'),
          parts: { options: 'options', templates: 'templates' },
        },
      ],
    };
  },

  flux: () => {
    const controllers = ['source', 'kustomize', 'helm'].map(name => ({
      name: `${name}-controller`,
      source: `github.com/fluxcd/${name}-controller`,
      module: module('flux'),
    }));
    return {
      folder: cached(`flux-${versionIn('flux', controllers[0].source)}`),
      programs: controllers,
      copies: controllers.map(({ name, source }) => ({
        name: source,
        module: module('flux'),
        parts: { 'config/crd/bases': `crds/${name}` },
      })),
    };
  },

  argocd: () => {
    const name = 'github.com/argoproj/argo-cd/v3';
    return {
      folder: cached(`argocd-${versionIn('argocd', name)}`),
      // One program is all its parts, by the name it is called.
      programs: [
        { name: 'argocd', source: `${name}/cmd`, module: module('argocd') },
      ],
      copies: [
        { name, module: module('argocd'), parts: { 'manifests/crds': 'crds' } },
      ],
    };
  },
};

/** Charts refuse a server that cannot tell its version. */
function stampFlags(version) {
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version) ?? [];
  const facts = {
    gitVersion: version,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: '0'.repeat(40),
    buildDate: '1970-01-01T00:00:00Z',
  };
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
    .flatMap(place =>
      Object.entries(facts).map(
        ([name, fact]) => `-X ${place}.${name}=${fact}`,
      ),
    )
    .join(' ');
}

function versionIn(name, required) {
  const file = path.join(module(name), 'go.mod');
  const line = fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .map(words => words.trim().split(/\s+/))
    .map(words => (words[0] === 'require' ? words.slice(1) : words))
    .find(([found, version]) => found === required && /^v\d/.test(version));
  if (!line) throw new Error(`${file} does not require ${required}`);
  return line[1];
}

function cached(name) {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(cache, 'backstage-gitops/envtest', name);
}
