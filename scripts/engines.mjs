// `npm run demo:engines`: the demo on real engines. Builds or finds Flux and
// Argo CD, starts them on two clusters, starts the portal that reads them and
// says where to look. What it starts can be ended and started again:
//
//   npm run demo:engines -- kill argocd-server
//   npm run demo:engines -- run argocd-server

import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap, BootstrapError, runOrExplain } from './bootstrap.mjs';
import { demoDirectory } from './demo/directories.mjs';
import { buildEngines } from './demo/enginePrograms.mjs';
import { startDemo, Stopped } from './demo/startDemo.mjs';
import { stopOnSignals } from './demo/stopping.mjs';

const directory = path.join(demoDirectory, 'engines');
const controlFile = path.join(directory, 'control.json');

const usage = `npm run demo:engines [-- --port N]
npm run demo:engines -- kill NAME
npm run demo:engines -- run NAME

  --port  the portal's port (default: 7007, or the next that is free)
  kill    ends a program of the demo that runs, as a crash would: argocd-server,
          argocd-repo-server, argocd-application-controller,
          argocd-applicationset-controller, source-controller,
          kustomize-controller or helm-controller
  run     starts it again`;

await runOrExplain(async () => {
  const { port, help, command } = readOptions();
  if (help) {
    console.log(usage);
    return;
  }
  if (command) {
    await control(command);
    return;
  }
  const toolchain = bootstrap();
  buildEngines(toolchain);
  const stopping = stopOnSignals();
  const begun = Date.now();
  try {
    const demo = await startDemo(toolchain, {
      ...{ directory, port, stopping, engines: true },
      say: line => process.stderr.write(`${line}\n`),
    });
    fs.writeFileSync(controlFile, JSON.stringify({ url: demo.control }));
    const seconds = Math.round((Date.now() - begun) / 1000);
    console.log(`\nThe portal is at ${demo.url} (ready after ${seconds} s)\n`);
    console.log(hints(demo));
    console.log('\nCtrl-C stops all of it.');
    await demo.ended;
  } catch (error) {
    const stopped = error instanceof Stopped || stopping.signal.aborted;
    if (!stopped) throw error;
  } finally {
    await stopping.stop();
    fs.rmSync(controlFile, { force: true });
  }
});

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return {
      help: values.help,
      port: readPort(values.port),
      command: readCommand(positionals),
    };
  } catch (error) {
    throw new BootstrapError(`${error.message}\n\n${usage}`);
  }
}

function readCommand([what, name, ...rest]) {
  if (what === undefined) return undefined;
  if (!['kill', 'run'].includes(what) || !name || rest.length > 0) {
    throw new Error(`'${what}' is not understood`);
  }
  return { what, name };
}

function readPort(text) {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Error(`--port must be a number from 1 to 65535, not '${text}'`);
}

async function control({ what, name }) {
  if (!fs.existsSync(controlFile)) {
    throw new BootstrapError(
      'No demo runs: start it with npm run demo:engines',
    );
  }
  const { url } = JSON.parse(fs.readFileSync(controlFile, 'utf8'));
  const response = await fetch(`${url}/outages/${encodeURIComponent(name)}`, {
    method: what === 'kill' ? 'PUT' : 'DELETE',
  });
  const text = (await response.text()).trim();
  if (!response.ok) throw new BootstrapError(text);
  console.log(text);
}

function hints({ url, forgeUrl, kubeconfig }) {
  const shown = path.relative(process.cwd(), path.dirname(kubeconfig));
  return `Look at
  ${url}/catalog/default/component/payments-api/deployments
      payments: Flux applies a Kustomization for each environment to the cluster
      europe; staging is ahead, so promote it and follow it until it runs
  ${url}/catalog/default/component/notifications/deployments
      notifications: the same as HelmReleases
  ${url}/catalog/default/component/storefront/deployments
      storefront: Argo CD applies what an ApplicationSet makes, to the cluster
      america; add { environment: production, cluster: europe } to it
  ${url}/catalog/default/component/checkout/deployments
      checkout: two Applications; that of staging takes back what is changed by
      hand, that of production waits until a person syncs it
  ${forgeUrl}
      the repositories; pull requests are approved and merged there

The API servers, Flux and Argo CD are the real ones; pods are only said to run,
and Argo CD is without its own pages, which its Go module doesn't have. Change something by hand:

  ${shown}/programs/kubectl --kubeconfig ${shown}/kubeconfig --context america \\
    --namespace checkout-production scale deployment checkout --replicas 5

End one of Argo CD's or Flux's programs, and start it again:

  npm run demo:engines -- kill argocd-server
  npm run demo:engines -- run argocd-server`;
}
