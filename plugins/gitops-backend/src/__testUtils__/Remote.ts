import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A repository of one service in two environments, with a real history. */
export class Remote {
  readonly directory: string;
  #minute = 0;

  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
    this.git('init', '--quiet', '--initial-branch=main');
  }

  git(...args: string[]): string {
    this.#minute += 1;
    const date = new Date(
      Date.UTC(2026, 0, 1) + this.#minute * 60_000,
    ).toISOString();
    return execFileSync('git', ['-C', this.directory, ...args], {
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_SYSTEM: '/dev/null',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@acme.example',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@acme.example',
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      },
    });
  }

  release(environment: string, version: string, subject?: string): void {
    this.write(
      `cart/${environment}/kustomization.yaml`,
      [
        'resources: [deployment.yaml]',
        'images:',
        '  - name: registry.acme.example/cart',
        `    newTag: ${version}`,
        '',
      ].join('\n'),
    );
    this.write(
      `cart/${environment}/deployment.yaml`,
      [
        'apiVersion: apps/v1',
        'kind: Deployment',
        'metadata: { name: cart }',
        'spec:',
        '  template:',
        '    spec:',
        '      containers:',
        '        - name: cart',
        '          image: registry.acme.example/cart',
        '',
      ].join('\n'),
    );
    this.commit(subject ?? `${environment} ${version}`);
  }

  commit(subject: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '-m', subject);
  }

  write(file: string, text: string): void {
    const full = path.join(this.directory, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
}
