import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import { freePort } from './freePort';
import { kubeconfig } from './kubeconfig';
import { sendRequest } from './request';
import { ServerProcess } from './ServerProcess';
import { createTokens, tokenFile, Tokens } from './users';

/** Slow machines take a minute where an idle one takes six seconds. */
const startLimit = 180_000;
const pollInterval = 50;

/** The processes of one control plane, and the files they share. */
export class ControlPlane {
  readonly tokens: Tokens = createTokens();
  readonly #directory = fs.mkdtempSync(path.join(os.tmpdir(), 'envtest-'));
  #etcd: ServerProcess | undefined;
  #server: ServerProcess | undefined;
  #controllers: ServerProcess | undefined;
  #etcdPort = 0;
  #port = 0;

  constructor(readonly programs: string, readonly withControllers: boolean) {}

  get directory(): string {
    return this.#directory;
  }

  get url(): string {
    return `https://127.0.0.1:${this.#port}`;
  }

  get server(): ServerProcess {
    if (!this.#server) throw new ServiceUnavailableError('It has not started');
    return this.#server;
  }

  /** The server signs its own certificate when it first starts. */
  get certificateAuthority(): string {
    const text = fs.readFileSync(this.#file('certs/apiserver.crt'), 'utf8');
    const blocks = text.split(/(?=-----BEGIN CERTIFICATE-----)/);
    return blocks[blocks.length - 1];
  }

  async start(): Promise<void> {
    this.#writeSecrets();
    this.#etcdPort = await freePort();
    this.#port = await freePort();
    await this.#startEtcd();
    await this.startServer();
    if (this.withControllers) this.#startControllers();
  }

  /** Starts the API server, again on the port and with the data it had. */
  async startServer(): Promise<void> {
    this.#server = new ServerProcess(
      path.join(this.programs, 'kube-apiserver'),
      this.#serverArguments(),
      this.#file('kube-apiserver.log'),
    );
    await this.#untilReady('kube-apiserver', this.#server, async () => {
      const { status } = await sendRequest(
        {
          url: this.url,
          certificateAuthority: this.certificateAuthority,
          token: this.tokens.admin,
        },
        'GET',
        '/readyz',
      );
      return status === 200;
    });
  }

  async stop(): Promise<void> {
    await this.#controllers?.kill();
    await this.#server?.kill();
    await this.#etcd?.kill();
    fs.rmSync(this.#directory, { recursive: true, force: true });
  }

  #file(name: string): string {
    return path.join(this.#directory, name);
  }

  #writeSecrets(): void {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    const options = { mode: 0o600 };
    fs.writeFileSync(this.#file('accounts.key'), privateKey, options);
    fs.writeFileSync(this.#file('tokens.csv'), tokenFile(this.tokens), options);
  }

  async #startEtcd(): Promise<void> {
    const client = `http://127.0.0.1:${this.#etcdPort}`;
    const peer = `http://127.0.0.1:${await freePort()}`;
    this.#etcd = new ServerProcess(
      path.join(this.programs, 'etcd'),
      [
        `--data-dir=${this.#file('etcd')}`,
        `--listen-client-urls=${client}`,
        `--advertise-client-urls=${client}`,
        `--listen-peer-urls=${peer}`,
        `--initial-advertise-peer-urls=${peer}`,
        `--initial-cluster=default=${peer}`,
        '--unsafe-no-fsync',
        '--log-level=warn',
      ],
      this.#file('etcd.log'),
    );
    await this.#untilReady('etcd', this.#etcd, async () => {
      const answer = await fetch(`${client}/readyz`);
      return answer.ok;
    });
  }

  #serverArguments(): string[] {
    return [
      `--etcd-servers=http://127.0.0.1:${this.#etcdPort}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${this.#port}`,
      `--cert-dir=${this.#file('certs')}`,
      `--token-auth-file=${this.#file('tokens.csv')}`,
      '--authorization-mode=RBAC',
      '--service-cluster-ip-range=10.96.0.0/16',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${this.#file('accounts.key')}`,
      `--service-account-signing-key-file=${this.#file('accounts.key')}`,
      '--allow-privileged=true',
      // Without controllers no namespace gets the account that pods ask for.
      ...(this.withControllers
        ? []
        : ['--disable-admission-plugins=ServiceAccount']),
    ];
  }

  #startControllers(): void {
    const file = this.#file('controllers.kubeconfig');
    const access = {
      url: this.url,
      certificateAuthority: this.certificateAuthority,
      token: this.tokens.admin,
    };
    fs.writeFileSync(file, kubeconfig(access, 'admin'), { mode: 0o600 });
    this.#controllers = new ServerProcess(
      path.join(this.programs, 'kube-controller-manager'),
      [
        `--kubeconfig=${file}`,
        `--service-account-private-key-file=${this.#file('accounts.key')}`,
        '--leader-elect=false',
        '--secure-port=0',
      ],
      this.#file('kube-controller-manager.log'),
    );
  }

  async #untilReady(
    name: string,
    process: ServerProcess,
    isReady: () => Promise<boolean>,
  ): Promise<void> {
    const deadline = Date.now() + startLimit;
    // Until it listens, asking fails.
    while (!(await isReady().catch(() => false))) {
      if (process.hasEnded || Date.now() > deadline) {
        throw new ServiceUnavailableError(
          `${name} did not start:\n${process.lastLines()}`,
        );
      }
      await delay(pollInterval);
    }
  }
}
