import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BootstrapError, root } from '../bootstrap.mjs';
import { writeConfiguration } from './configuration.mjs';
import {
  kubeconfigFile,
  portalDirectory,
  worldDirectory,
} from './directories.mjs';
import { ensureFrontend } from './frontend.mjs';
import { PortalClient } from './portalClient.mjs';
import { choosePort } from './ports.mjs';
import { lastLines, startProgram } from './program.mjs';
import { enginePrograms } from './enginePrograms.mjs';
import {
  startEngineWorld,
  startPlanting,
  startSandbox,
  typescript,
} from './sandbox.mjs';

/** How many teams of the demo company own something that is deployed. */
const worldTeams = { world: 4, engines: 3 };

/** How many components the demo company's catalog has. */
const worldComponents = 9;

/** A portal that hasn't begun to answer by then won't. */
const startLimitMilliseconds = 180_000;

/** Entities of a large repository come to the catalog in some time. */
const catalogLimitMilliseconds = 60_000;

/**
 * Starts the portal on the demo's world, on the one that real engines deploy,
 * or on a person's own repositories, and resolves when it has read them and
 * shows them. `end` fixes the last day of the world, `catalogLimit` how many
 * milliseconds the catalog is waited for.
 */
export async function startDemo(toolchain, options) {
  const { directory, say, stopping } = options;
  fs.mkdirSync(directory, { recursive: true });
  const port = await choosePort({
    wanted: options.port ?? 7007,
    insist: options.port !== undefined,
    remedy: 'Name another one with --port.',
  });
  await ensureFrontend(toolchain, { say, stopping });
  throwIfStopped(stopping);

  const url = `http://localhost:${port}`;
  const shown = await startShown(toolchain, { ...options, url });
  const home = portalDirectory(directory, port);
  const files = writeConfiguration(home, { url, port, shown });
  say('Starting the portal');
  const portal = startPortal(toolchain, { home, files, stopping });
  const client = new PortalClient(url, stopping.signal);
  await until({ portal, stopping }, () => client.isUp());

  say('Reading the repositories and their whole history');
  const status = await until({ portal, stopping, limit: Infinity }, () =>
    repositoriesWhenRead(client),
  );
  throwIfNoneIsRead(status);
  // A catalog that is still busy is no reason to keep the person waiting.
  const { catalogLimit: limit = catalogLimitMilliseconds } = options;
  await until({ portal, stopping, limit }, () =>
    catalogShows(client, shown, status),
  ).catch(error => {
    if (!(error instanceof NotInTime)) throw error;
  });
  const planted = plant(toolchain, options, shown);
  return { url, ...shown, client, status, planted, ended: portal.ended };
}

/**
 * What people did to the clusters since: it waits until the engine has applied
 * what it is done to. Resolves with the program's exit code.
 */
async function plant(toolchain, { plants = true, stopping }, shown) {
  if (shown.type !== 'world' || !plants) return 0;
  const { kubeconfig } = shown;
  const log = `${kubeconfig}-plants.log`;
  return startPlanting(toolchain, { kubeconfig, log, stopping }).ended;
}

async function startShown(toolchain, options) {
  const { repositories = [], engines = false } = options;
  if (repositories.length > 0) return { type: 'repositories', repositories };
  return engines
    ? startEngines(toolchain, options)
    : startWorld(toolchain, options);
}

async function startEngines(
  toolchain,
  { directory, end, forgePort, url: portalUrl, say, stopping },
) {
  say('Starting two clusters with Flux and Argo CD');
  const kubeconfig = kubeconfigFile(directory);
  const { url, control, argoCd } = await startEngineWorld(toolchain, {
    ...{ world: worldDirectory(directory), kubeconfig, portalUrl, end },
    programs: enginePrograms(toolchain, directory),
    port: forgePort ?? 7010,
    stopping,
  });
  return { type: 'engines', forgeUrl: url, kubeconfig, control, argoCd };
}

async function startWorld(
  toolchain,
  { directory, end, forgePort, url: portalUrl, say, stopping },
) {
  say('Making the demo company');
  const kubeconfig = kubeconfigFile(directory);
  const { url } = await startSandbox(toolchain, {
    world: worldDirectory(directory),
    kubeconfig,
    portalUrl,
    port: forgePort ?? 7010,
    end,
    stopping,
  });
  return { type: 'world', forgeUrl: url, kubeconfig };
}

function startPortal({ node, env }, { home, files, stopping }) {
  return startProgram({
    file: node,
    args: [
      ...typescript,
      ...['--require', path.join(root, 'scripts/demo/stopWithParent.cjs')],
      path.join(root, 'packages/backend/src/index.ts'),
      ...files.flatMap(file => ['--config', file]),
    ],
    options: {
      cwd: path.join(root, 'packages/backend'),
      env: { ...env, NODE_ENV: 'development' },
    },
    log: path.join(home, 'portal.log'),
    stopping,
  });
}

/** Asks again and again until there is an answer. */
async function until(
  { portal, stopping, limit = startLimitMilliseconds },
  ask,
) {
  let ended = false;
  portal.ended.then(() => {
    ended = true;
  });
  const deadline = Date.now() + limit;
  while (true) {
    throwIfStopped(stopping);
    if (ended) {
      throw new BootstrapError(
        `The portal ended:\n${lastLines(portal.log)}\nAll of it is in ${
          portal.log
        }.`,
      );
    }
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) {
      throw new NotInTime(
        `The portal did not become ready in ${
          limit / 1000
        } seconds. Its log is ${portal.log}.`,
      );
    }
    await sleep(250, undefined, { signal: stopping.signal });
  }
}

/** The repositories' states, once each has been read or has failed. */
async function repositoriesWhenRead(client) {
  const answer = await client.get('gitops/repositories');
  const items = answer?.items ?? [];
  return items.length > 0 && items.every(({ state }) => state !== 'pending')
    ? items
    : undefined;
}

function throwIfNoneIsRead(status) {
  if (status.some(({ state }) => state === 'ready')) return;
  const reasons = status.map(({ id, error }) => `  ${id}: ${error}`);
  throw new BootstrapError(
    `No repository could be read.\n${reasons.join(
      '\n',
    )}\nCheck the address. For a private repository, name the folder of a clone instead.`,
  );
}

/** Whether the catalog knows what was read: services, and whose they are. */
async function catalogShows(client, shown, status) {
  const fleet = await client.get('gitops/targets?limit=1');
  if (fleet === undefined) return false;
  if (fleet.total === 0) return true;
  const owners = fleet.facets.owners.length;
  if (owners === 0) return false;
  const entities = await client.get(
    'catalog/entities/by-query?limit=1&filter=kind=component',
  );
  const components = entities?.totalItems ?? 0;
  if (shown.type === 'repositories') {
    return components >= (fleet.counts?.services ?? 1);
  }
  const allRead = status.every(({ state }) => state === 'ready');
  // They come one by one: a page of one that is not there yet stays empty.
  return (
    components >= worldComponents &&
    owners >= (allRead ? worldTeams[shown.type] : 1)
  );
}

function throwIfStopped(stopping) {
  if (stopping.signal.aborted) throw new Stopped();
}

class NotInTime extends BootstrapError {}

/** Thrown where the person stopped the demo before it was ready. */
export class Stopped extends Error {}
