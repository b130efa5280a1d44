import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { makeRepository } from './makeRepository';
import { Finished, runGitops } from './runGitops';

export const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: payments }
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: payments
          image: acme/payments
          env: [{ name: DATABASE_PASSWORD, value: hunter2 }]
`;

export const overlay = (tag: string, replicas: number) => `namespace: payments
resources: [../../base]
images:
  - name: acme/payments
    newTag: ${tag}
replicas: [{ name: payments, count: ${replicas} }]
`;

export const stagingFile = 'apps/payments/overlays/staging/kustomization.yaml';
export const productionFile =
  'apps/payments/overlays/production/kustomization.yaml';

/**
 * A repository of the service payments in a folder of its own, gone after the
 * tests of the file, and the program started in that folder.
 */
export function makePayments() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-cli-'));
  const repository = makeRepository(path.join(folder, 'platform-config'));
  const commits = [
    repository.commit(
      {
        'apps/payments/base/deployment.yaml': deployment,
        'apps/payments/base/kustomization.yaml': 'resources: [deployment.yaml]',
        [stagingFile]: overlay('v41', 1),
        [productionFile]: overlay('v41', 3),
      },
      'Add payments',
    ),
    repository.commit(
      { [stagingFile]: overlay('v42', 1) },
      'Deploy payments v42 to staging (#7)',
    ),
    repository.commit(
      { [stagingFile]: overlay('v43', 1) },
      'Deploy \u001b[31mpayments v43 to staging (#8)',
    ),
  ];

  const gitops = (...args: string[]): Promise<Finished> =>
    runGitops(args, { cwd: folder, cache: path.join(folder, 'cache') });

  async function answer<T extends z.ZodType>(
    schema: T,
    ...args: string[]
  ): Promise<z.output<T>> {
    const { code, stdout, stderr } = await gitops(...args, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return schema.parse(JSON.parse(stdout));
  }

  beforeAll(async () => {
    // The first start may bundle the program, which it tells.
    await gitops('--help');
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  return { folder, repository, commits, gitops, answer };
}
