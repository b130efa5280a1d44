// `npm run demo`: installs what it needs, makes the demo's world, starts the
// portal and says where to look. With --repository it shows a person's own.

import { parseArgs } from 'node:util';
import { bootstrap, BootstrapError, runOrExplain } from './bootstrap.mjs';
import { demoDirectory } from './demo/directories.mjs';
import { repositoryEntries } from './demo/repositories.mjs';
import { startDemo, Stopped } from './demo/startDemo.mjs';
import { stopOnSignals } from './demo/stopping.mjs';

const usage = `npm run demo -- [--repository URL-or-path]... [--port N]

  --repository  show your own repository instead of the demo company; repeatable
  --port        the portal's port (default: 7007, or the next that is free)`;

await runOrExplain(async () => {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return;
  }
  const from = process.env.INIT_CWD ?? process.cwd();
  const repositories = repositoryEntries(options.repository, from);
  const toolchain = bootstrap();
  const stopping = stopOnSignals();
  const begun = Date.now();
  try {
    const demo = await startDemo(toolchain, {
      directory: demoDirectory,
      repositories,
      port: options.port,
      say: line => process.stderr.write(`${line}\n`),
      stopping,
    });
    const seconds = Math.round((Date.now() - begun) / 1000);
    console.log(`\nThe portal is at ${demo.url} (ready after ${seconds} s)\n`);
    console.log(repositories.length > 0 ? ownHints(demo) : worldHints(demo));
    console.log('\nCtrl-C stops it.');
    await demo.ended;
  } catch (error) {
    const stopped =
      error instanceof Stopped || (stopping.signal.aborted && isAbort(error));
    if (!stopped) throw error;
  } finally {
    await stopping.stop();
  }
});

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        repository: { type: 'string', multiple: true, default: [] },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return { ...values, port: readPort(values.port) };
  } catch (error) {
    throw new BootstrapError(`${error.message}\n\n${usage}`);
  }
}

function readPort(text) {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Error(`--port must be a number from 1 to 65535, not '${text}'`);
}

function isAbort(error) {
  return error?.name === 'AbortError' || error?.cause?.name === 'AbortError';
}

function worldHints({ url, forgeUrl }) {
  return `Look at
  ${url}/catalog/default/component/payments-api/deployments
      payments: rolled back in production while staging went on; on
      production-eu-1 someone scaled it and switched a flag by hand
  ${url}/catalog/default/component/storefront/deployments
      storefront: production-us-1 runs a hot-fix that Git knows nothing of
  ${url}/catalog/default/component/book-search/deployments
      search: production is seven versions behind, and fails on production-us-1
  ${url}/catalog/default/component/checkout/deployments
      checkout: the clusters of production differ, and one has a left-over
  ${url}/gitops?sort=state&order=desc
      the fleet: every service, environment and cluster, what is worst first
  ${forgeUrl}
      the repositories themselves; each version in the portal links to its
      line, and pull requests are approved and merged there

The clusters are small ones in memory, which follow Git by the built-in engine.
Change more in them by hand, and see it: npm run demo:plant -- --help`;
}

function ownHints({ url, status }) {
  const lines = status.map(repository => {
    if (repository.state === 'failed') {
      return `  ${repository.id}: could not be read. ${repository.error}`;
    }
    const { targets, units, diagnostics } = repository;
    const open = diagnostics.warning + diagnostics.error;
    const left =
      open === 0
        ? 'everything that matters could be resolved'
        : `${open} ${
            open === 1 ? 'thing' : 'things'
          } could not be read or resolved`;
    return `  ${repository.id}: ${targets} targets in ${units} units; ${left}`;
  });
  return `Read
${lines.join('\n')}

Look at
  ${url}/gitops
      the fleet: every service, environment and cluster that was found;
      the word "repository" at its top leads to what could not be resolved, and why
  ${url}/
      an entity for each service; its tab Deployments shows it in full`;
}
