import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import https from 'node:https';
import { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';

/**
 * A server on the loopback address whose certificate signs itself, and may be
 * replaced by another.
 */
export class TlsServer {
  /** Of whoever came through. */
  readonly asked: string[] = [];
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-tls-'));
  readonly #server: https.Server;

  private constructor(answer: string) {
    this.#server = https.createServer(this.#certify(), (request, response) => {
      this.asked.push(request.url ?? '');
      response.end(answer);
    });
  }

  static async start(answer: string): Promise<TlsServer> {
    const server = new TlsServer(answer);
    await new Promise<void>(resolve => {
      server.#server.listen(0, '127.0.0.1', resolve);
    });
    return server;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `https://127.0.0.1:${port}`;
  }

  /** PEM of what signed its certificate. */
  get authority(): string {
    return fs.readFileSync(this.file('ca.pem'), 'utf8');
  }

  file(name: string): string {
    return path.join(this.#folder, name);
  }

  /** Has another certificate from now on; open connections end. */
  rotate(): void {
    this.#server.setSecureContext(this.#certify());
    this.#server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
    fs.rmSync(this.#folder, { recursive: true });
  }

  #certify(): { readonly key: Buffer; readonly cert: Buffer } {
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'],
        ...['-subj', '/CN=localhost'],
        ...['-addext', 'subjectAltName=IP:127.0.0.1'],
        ...['-keyout', this.file('key.pem'), '-out', this.file('ca.pem')],
      ],
      { stdio: 'ignore' },
    );
    return {
      key: fs.readFileSync(this.file('key.pem')),
      cert: fs.readFileSync(this.file('ca.pem')),
    };
  }
}
