import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { z } from 'zod';
import { ControlPlane } from './ControlPlane';
import { findKubernetes } from './findKubernetes';
import { kubeconfig } from './kubeconfig';
import { Access, ApiAnswer, ApiRequest, sendRequest } from './request';
import { KubernetesObject, ServedKinds } from './ServedKinds';
import { UserName } from './users';

const pollInterval = 20;
const reviewSchema = z.object({ status: z.object({ allowed: z.boolean() }) });

/** @public */
export interface ApiServerOptions {
  /** Also runs kube-controller-manager: ReplicaSets, quotas, accounts… */
  readonly controllers?: boolean;
}

/** @public */
export interface RoleRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** @public */
export interface ApplyRequest {
  readonly fieldManager: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly subresource?: string;
}

/**
 * A real kube-apiserver on a free port of the loopback address, with a store
 * of its own. Its certificate is signed by an authority that nobody knows, and
 * its users have tokens.
 *
 *     const server = await ApiServer.start();
 *     …
 *     await server.stop();
 *
 * @public
 */
export class ApiServer {
  readonly #plane: ControlPlane;
  readonly #kinds: ServedKinds;

  private constructor(plane: ControlPlane) {
    this.#plane = plane;
    this.#kinds = new ServedKinds(where => this.get(where));
  }

  /** Resolves when it answers. Rejects with what it wrote where it ended. */
  static async start(options: ApiServerOptions = {}): Promise<ApiServer> {
    const programs = findKubernetes();
    if (programs === undefined) {
      throw new NotFoundError(
        'No kube-apiserver was found: run `yarn envtest`, or set KUBEBUILDER_ASSETS',
      );
    }
    const plane = new ControlPlane(programs, options.controllers ?? false);
    const server = new ApiServer(plane);
    try {
      await plane.start();
    } catch (error) {
      await plane.stop();
      throw error;
    }
    return server;
  }

  get url(): string {
    return this.#plane.url;
  }

  /** PEM. */
  get certificateAuthority(): string {
    return this.#plane.certificateAuthority;
  }

  token(user: UserName): string {
    return this.#plane.tokens[user];
  }

  /** The text of a kubeconfig with which `user` reaches this server. */
  kubeconfig(user: UserName = 'admin'): string {
    return kubeconfig(this.#access(user), user);
  }

  /** The path of a file with {@link ApiServer.kubeconfig}; it goes with the server. */
  kubeconfigFile(user: UserName = 'admin'): string {
    const file = path.join(this.#plane.directory, `${user}.kubeconfig`);
    fs.writeFileSync(file, this.kubeconfig(user), { mode: 0o600 });
    return file;
  }

  /** One request as `user`; its answer whatever the status. */
  async request(
    method: string,
    where: string,
    request: ApiRequest = {},
    user: UserName = 'admin',
  ): Promise<ApiAnswer> {
    return sendRequest(this.#access(user), method, where, request);
  }

  /** What is at a path, as admin. Throws where the answer isn't 200. */
  async get(where: string): Promise<unknown> {
    return this.#succeed('GET', where);
  }

  /** The object as it is, or `undefined` where there is none. */
  async read(object: KubernetesObject): Promise<KubernetesObject | undefined> {
    const { status, body } = await this.request(
      'GET',
      await this.pathOf(object),
    );
    return status === 404 ? undefined : this.#object(status, body);
  }

  /** Server-side apply as admin. Throws where the server refuses. */
  async apply(
    object: KubernetesObject,
    request: ApplyRequest,
  ): Promise<KubernetesObject> {
    const query = new URLSearchParams({ fieldManager: request.fieldManager });
    if (request.force) query.set('force', 'true');
    if (request.dryRun) query.set('dryRun', 'All');
    const sub = request.subresource ? `/${request.subresource}` : '';
    const answer = await this.request(
      'PATCH',
      `${await this.pathOf(object)}${sub}?${query}`,
      { contentType: 'application/apply-patch+yaml', body: object },
    );
    return this.#object(answer.status, answer.body);
  }

  /** JSON merge patch as admin, named by `fieldManager`. */
  async patch(
    object: KubernetesObject,
    patch: Readonly<Record<string, unknown>>,
    options: { readonly fieldManager: string; readonly subresource?: string },
  ): Promise<KubernetesObject> {
    const query = new URLSearchParams({ fieldManager: options.fieldManager });
    const sub = options.subresource ? `/${options.subresource}` : '';
    const answer = await this.request(
      'PATCH',
      `${await this.pathOf(object)}${sub}?${query}`,
      { contentType: 'application/merge-patch+json', body: patch },
    );
    return this.#object(answer.status, answer.body);
  }

  async delete(object: KubernetesObject): Promise<void> {
    await this.#succeed('DELETE', await this.pathOf(object));
  }

  /** Creates a namespace unless it is there. */
  async namespace(name: string): Promise<void> {
    await this.apply(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      { fieldManager: 'envtest' },
    );
  }

  /** Where an object is, by the kinds that the server says it serves. */
  async pathOf(object: KubernetesObject): Promise<string> {
    return this.#kinds.pathOf(object);
  }

  /** Lets a user do something in one namespace, or in all of them. */
  async allow(
    user: UserName,
    rules: readonly RoleRule[],
    namespace?: string,
  ): Promise<void> {
    const scope = namespace === undefined ? 'ClusterRole' : 'Role';
    const metadata = { name: `allow-${user}`, namespace };
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    const role = { apiVersion, kind: scope, metadata, rules };
    const binding = {
      apiVersion,
      kind: `${scope}Binding`,
      metadata,
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: scope,
        name: metadata.name,
      },
      subjects: [
        { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user },
      ],
    };
    const request = { fieldManager: 'envtest', force: true };
    await this.apply(role, request);
    await this.apply(binding, request);
    while (!(await this.#isAllowed(user, rules[0], namespace))) {
      await delay(pollInterval);
    }
  }

  /** The server learns of a role a moment after it has stored it. */
  async #isAllowed(user: UserName, rule: RoleRule, namespace?: string) {
    const resourceAttributes = {
      namespace,
      group: rule.apiGroups[0],
      resource: rule.resources[0],
      verb: rule.verbs[0],
    };
    const { body } = await this.request(
      'POST',
      '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      {
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SubjectAccessReview',
          spec: { user, resourceAttributes },
        },
      },
    );
    return reviewSchema.parse(body).status.allowed;
  }

  /** Leaves connections open and answers nothing, until `resume`. */
  pause(): void {
    this.#plane.server.pause();
  }

  resume(): void {
    this.#plane.server.resume();
  }

  /** Ends the API server as a crash would; its store stays. */
  async kill(): Promise<void> {
    await this.#plane.server.kill();
  }

  /** Brings it back after `kill`, on the same address, with what it stored. */
  async restart(): Promise<void> {
    await this.#plane.server.kill();
    await this.#plane.startServer();
  }

  /** Ends every process and removes every file. */
  async stop(): Promise<void> {
    await this.#plane.stop();
  }

  #access(user: UserName): Access {
    return {
      url: this.url,
      certificateAuthority: this.certificateAuthority,
      token: this.token(user),
    };
  }

  async #succeed(method: string, where: string): Promise<unknown> {
    const { status, body } = await this.request(method, where);
    if (status >= 200 && status < 300) return body;
    throw new ServiceUnavailableError(
      `${method} ${where} was answered with ${status}: ${JSON.stringify(body)}`,
    );
  }

  #object(status: number, body: unknown): KubernetesObject {
    if (status >= 200 && status < 300) return body as KubernetesObject;
    throw new ServiceUnavailableError(
      `The API server answered ${status}: ${JSON.stringify(body)}`,
    );
  }
}
