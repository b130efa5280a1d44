import { ArgoCdStandIn } from '@backstage-gitops/envtest';
import { ArgoCdUnit } from '../match/ArgoCdUnit';
import { WatchedArgoCds } from './WatchedArgoCds';

/** A unit that is declared by its path alone. */
export function overlay(name: string): ArgoCdUnit {
  return {
    unit: {
      ...{ id: `unit-${name}`, name, kind: 'Overlay', environment: 'prod' },
      ...{ path: `apps/${name}`, files: [] },
      declaredBy: { file: 'kustomization.yaml', line: 1 },
    },
    targets: [],
  };
}

/** What deploys it. */
export const application = (name: string, status = {}) => ({
  metadata: { name },
  spec: {
    source: {
      repoURL: 'https://git.example/acme/config.git',
      path: `apps/${name}`,
    },
  },
  status,
});

/** Instances of one test, and the watch that follows them. */
export class WatchedStandIns {
  readonly #servers: ArgoCdStandIn[] = [];
  #watched: WatchedArgoCds | undefined;

  async serve(name = 'eu'): Promise<ArgoCdStandIn> {
    const server = await ArgoCdStandIn.start(name);
    this.#servers.push(server);
    return server;
  }

  watch(
    ...options: ConstructorParameters<typeof WatchedArgoCds>
  ): WatchedArgoCds {
    this.#watched = new WatchedArgoCds(...options);
    return this.#watched;
  }

  async stop(): Promise<void> {
    await this.#watched?.stop();
    this.#watched = undefined;
    await Promise.all(this.#servers.splice(0).map(server => server.stop()));
  }
}
