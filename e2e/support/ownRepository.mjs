import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const environments = { dev: '1.2.0', staging: '1.1.0', prod: '1.1.0' };

/** A repository that nobody told the portal about: `count` Kustomize services. */
export function makeOwnRepository(count) {
  const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'own-'));
  const directory = path.join(parent, 'my config');
  for (let index = 1; index <= count; index += 1) {
    writeService(directory, `service-${String(index).padStart(2, '0')}`);
  }
  const git = (...args) =>
    execFileSync('git', args, {
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@own.example',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@own.example',
      },
    });
  git('init', '--quiet', '--initial-branch=trunk');
  git('add', '.');
  git('commit', '--quiet', '-m', 'Begin');
  const remove = () => fs.rmSync(parent, { recursive: true });
  return { directory, remove };
}

function writeService(directory, service) {
  const write = (file, text) => {
    const target = path.join(directory, 'apps', service, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  };
  write('base/kustomization.yaml', 'resources:\n  - deployment.yaml\n');
  write(
    'base/deployment.yaml',
    `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${service}
spec:
  selector: { matchLabels: { app: ${service} } }
  template:
    metadata: { labels: { app: ${service} } }
    spec:
      containers:
        - name: app
          image: registry.own.example/${service}:1.0.0
`,
  );
  for (const [environment, version] of Object.entries(environments)) {
    write(
      `overlays/${environment}/kustomization.yaml`,
      `resources:
  - ../../base
images:
  - name: registry.own.example/${service}
    newTag: ${version}
`,
    );
  }
}
