import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { InputError } from '@backstage/errors';
import { AccessGrant, ClusterAccess } from './ClusterAccess';
import { closeIdle } from './closeIdle';
import { ClusterConnection } from './ClusterConnection';
import { readAccessFile } from './accessFile';
import { networkError } from './networkError';

type KubeconfigConnection = Extract<ClusterConnection, { type: 'kubeconfig' }>;

interface LoadedKubeconfig {
  readonly kubeConfig: KubeConfig;
  readonly baseUrl: URL;
  agent?: http.Agent;
}

/**
 * Reaches an API server as a kubeconfig says: certificate authority, client
 * certificate, token, OIDC, proxy. Users that run a program for a token are
 * refused.
 *
 * The Kubernetes client's KubeConfig does that part, and no more of it is
 * used: its generated API knows fixed kinds and reads answers whole, where
 * this project needs any kind, streams, limits of size and cancellation.
 */
export class KubeconfigAccess implements ClusterAccess {
  readonly #connection: KubeconfigConnection;
  #loaded: Promise<LoadedKubeconfig> | undefined;

  constructor(connection: KubeconfigConnection) {
    this.#connection = connection;
    // A slow machine would take it from the time of the first request.
    loadLibrary();
  }

  async grant({ renew }: { readonly renew: boolean }): Promise<AccessGrant> {
    if (renew || this.#loaded === undefined) {
      const before = this.#loaded;
      this.#loaded = loadKubeconfig(this.#connection);
      before?.then(
        ({ agent }) => agent && closeIdle(agent),
        () => {},
      );
    }
    const loading = this.#loaded;
    try {
      return await grantOf(await loading, this.#connection.file);
    } catch (error) {
      if (this.#loaded === loading) this.#loaded = undefined;
      throw error;
    }
  }

  close(): void {
    const loaded = this.#loaded;
    this.#loaded = undefined;
    loaded?.then(
      ({ agent }) => agent?.destroy(),
      () => {},
    );
  }
}

async function loadKubeconfig({
  file,
  context,
}: KubeconfigConnection): Promise<LoadedKubeconfig> {
  const text = await readAccessFile(file, 'kubeconfig');
  const kubeConfig = parseKubeconfig(text, file);
  if (context !== undefined) kubeConfig.setCurrentContext(context);
  const current = kubeConfig.getCurrentContext();
  if (!kubeConfig.getContextObject(current)) {
    throw new InputError(
      `The kubeconfig ${file} has no context ${JSON.stringify(current ?? '')}`,
    );
  }
  const server = kubeConfig.getCurrentCluster()?.server ?? '';
  if (!URL.canParse(server) || !/^https?:/.test(server)) {
    throw new InputError(
      `The context '${current}' of the kubeconfig ${file} names no server`,
    );
  }
  refuseClearText(kubeConfig, server, file);
  refusePrograms(kubeConfig, file);
  return { kubeConfig, baseUrl: new URL(server) };
}

/**
 * Loaded where a kubeconfig is in use, since it takes more than half a second
 * and 90 MB. By `require`, which Jest and every Node 22 answer alike.
 */
function loadLibrary(): typeof import('@kubernetes/client-node') {
  // eslint-disable-next-line global-require
  return require('@kubernetes/client-node');
}

function parseKubeconfig(text: string, file: string): KubeConfig {
  const kubeConfig = new (loadLibrary().KubeConfig)();
  try {
    kubeConfig.loadFromString(text);
  } catch {
    // The parser's message quotes the text, which may hold a token.
    throw new InputError(`The kubeconfig ${file} can't be understood`);
  }
  kubeConfig.makePathsAbsolute(path.dirname(file));
  return kubeConfig;
}

function refuseClearText(
  kubeConfig: KubeConfig,
  server: string,
  file: string,
): void {
  const isAccepted = kubeConfig.getCurrentCluster()?.skipTLSVerify;
  if (server.startsWith('https:') || isAccepted) return;
  throw new InputError(
    `The kubeconfig ${file} asks in clear text; use https, or say insecure-skip-tls-verify: true to accept that`,
  );
}

function refusePrograms(kubeConfig: KubeConfig, file: string): void {
  const user = kubeConfig.getCurrentUser();
  const provider: unknown = user?.authProvider?.name;
  if (!user) return;
  if (!user.exec && provider !== 'gcp' && provider !== 'azure') return;
  throw new InputError(
    `The user '${user.name}' of the kubeconfig ${file} gets its token from a program, and none is run here; use the token of a service account`,
  );
}

async function grantOf(
  loaded: LoadedKubeconfig,
  file: string,
): Promise<AccessGrant> {
  const { kubeConfig, baseUrl } = loaded;
  const options: https.RequestOptions = {};
  try {
    await kubeConfig.applyToHTTPSOptions(options);
  } catch (error) {
    // Not the whole message: an identity provider's may quote what it was sent.
    const { message } = networkError(error);
    throw new InputError(
      `What the kubeconfig ${file} needs to let in can't be had: ${message}`,
    );
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (typeof value === 'string') headers[name] = value.trim();
  }
  if (options.auth) {
    const basic = Buffer.from(options.auth).toString('base64');
    headers.Authorization = `Basic ${basic}`;
  }
  loaded.agent ??= agentOf(kubeConfig, baseUrl, options);
  return { baseUrl, headers, agent: loaded.agent };
}

/** The library's own agents keep no connection; only its proxies are needed. */
function agentOf(
  kubeConfig: KubeConfig,
  baseUrl: URL,
  options: https.RequestOptions,
): http.Agent {
  if (kubeConfig.getCurrentCluster()?.proxyUrl && options.agent) {
    return options.agent as http.Agent;
  }
  if (baseUrl.protocol === 'http:') return new http.Agent({ keepAlive: true });
  const { ca, cert, key, passphrase, rejectUnauthorized, servername } = options;
  return new https.Agent({
    keepAlive: true,
    ...{ ca, cert, key, passphrase, rejectUnauthorized, servername },
  });
}
