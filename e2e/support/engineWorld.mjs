import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { hasEngines } from '../../scripts/demo/enginePrograms.mjs';
import { browserTest } from './browser.mjs';
import { startPortal } from './portal.mjs';

const run = promisify(execFile);

const required = ['GITOPS_REQUIRE_FLUX', 'GITOPS_REQUIRE_ARGOCD'];

/** What `node --test` is told: run, or skip and say why. */
export function engineTest() {
  const isRequired = required.some(name => process.env[name]);
  const skip =
    browserTest.skip ||
    (!isRequired &&
      !hasEngines() &&
      'no engines were found: build them with `npm run envtest`, `npm run envtest -- --flux` and `npm run envtest -- --argocd`, and install redis-server');
  return { ...browserTest, skip };
}

/** A portal on real engines, and hands to change what they run. */
export class EngineWorld {
  #portal;

  static async start(options) {
    const world = new EngineWorld();
    world.#portal = await startPortal({ ...options, engines: true });
    return world;
  }

  get url() {
    return this.#portal.url;
  }

  get forgeUrl() {
    return this.#portal.forgeUrl;
  }

  /** Where a service is shown. */
  page(component) {
    return `${this.url}/catalog/default/component/${component}/deployments`;
  }

  /** What the portal's API answers. */
  get(address) {
    return this.#portal.client.get(address);
  }

  /** As a person at a terminal; resolves with what it printed. */
  async kubectl(cluster, ...args) {
    const { kubeconfig } = this.#portal;
    const { stdout } = await run(
      path.join(path.dirname(kubeconfig), 'programs/kubectl'),
      ['--kubeconfig', kubeconfig, '--context', cluster, ...args],
    );
    return stdout;
  }

  /** Ends a program as a crash would. */
  kill(program) {
    return this.#ask('PUT', program);
  }

  /** Starts it again. */
  run(program) {
    return this.#ask('DELETE', program);
  }

  async #ask(method, program) {
    const address = `${this.#portal.control}/outages/${program}`;
    const response = await fetch(address, { method });
    if (!response.ok) throw new Error(await response.text());
  }

  stop() {
    return this.#portal.stop();
  }
}
