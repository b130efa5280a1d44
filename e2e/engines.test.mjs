// The portal on clusters that real Flux and real Argo CD deploy, driven as a
// person would. One world, in which each test goes on where the last one ended.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import {
  closePages,
  launchBrowser,
  openPage,
  startLimit,
  takePicture,
} from './support/browser.mjs';
import { DeploymentsPage } from './support/deploymentsPage.mjs';
import { EngineWorld, engineTest } from './support/engineWorld.mjs';
import { landChange } from './support/forgeChange.mjs';
import { until } from './support/until.mjs';

describe('real engines', engineTest(), () => {
  let world;
  let browser;

  before(async () => {
    world = await EngineWorld.start({ name: 'engines', port: 17900 });
    browser = await launchBrowser();
  }, startLimit);

  afterEach(test => closePages(browser, test));

  after(async () => {
    await browser?.close();
    await world?.stop();
  });

  const open = async component => {
    const { page, complaints } = await openPage(browser);
    await page.goto(world.page(component));
    const on = new DeploymentsPage(page, browser);
    return { page, complaints, on };
  };

  const land = change => landChange(world.forgeUrl, change);

  /** Merges a mistake; what is returned takes it back. */
  async function landMistake({ from, to, ...change }) {
    const rewrite = (one, other) => text => text.replace(one, other);
    await land({ ...change, rewrite: rewrite(from, to) });
    const title = `Take back: ${change.title}`;
    return () => land({ ...change, title, rewrite: rewrite(to, from) });
  }

  test('shows what each engine has brought to its cluster', async () => {
    const { page, complaints, on } = await open('payments-api');
    for (const environment of ['staging', 'production']) {
      await on.see(environment, 'Flux');
      await on.see(environment, 'Healthy');
      await on.see(environment, 'In sync');
    }
    await takePicture(page, 'engines-flux');
    await page.goto(world.page('storefront'));
    for (const environment of ['staging', 'production']) {
      await on.see(environment, /Argo CD/);
      await on.see(environment, 'Healthy');
      await on.see(environment, 'In sync');
    }
    await takePicture(page, 'engines-argocd');
    assert.deepEqual(complaints, []);
  });

  for (const [engine, component, service, version] of [
    ['Flux', 'payments-api', 'payments', '2.6.0'],
    ['Argo CD', 'storefront', 'storefront', 'v66'],
  ]) {
    test(`follows a promotion through ${engine} until it runs`, async () => {
      const { page, complaints, on } = await open(component);
      const dialog = await on.promote(service);
      await on.followToTheEnd(dialog);
      await takePicture(page, `engines-promotion-${service}`);
      await on.close(dialog);
      await on.see('production', version);
      await on.see('production', 'Healthy');
      assert.deepEqual(complaints, []);
    });
  }

  test('says where a broken manifest is stuck, and why', async () => {
    const mend = await landMistake({
      ...{ repository: 'platform-config', team: 'payments' },
      ...{ title: 'Retry at most', file: 'apps/payments/base/flags.yaml' },
      ...{ from: '"3"', to: '{ at: most }' },
    });
    const { page, on } = await open('payments-api');
    await on.see('production', 'Apply failed');
    await on.openDelivery('production');
    await page
      .getByText(/payments-flags.*retry_limit/)
      .first()
      .waitFor();
    await takePicture(page, 'engines-broken');
    await mend();
    await on.seeArrival();
  });

  test('holds back a promotion where Flux is suspended, until it is resumed', async () => {
    await land({
      ...{ repository: 'platform-config', team: 'payments' },
      ...{ title: 'Run payments 2.7.0 in staging' },
      file: 'apps/payments/staging/kustomization.yaml',
      rewrite: text => text.replace('2.6.0', '2.7.0'),
    });
    const { page, complaints, on } = await open('payments-api');
    await on.openDelivery('production');
    await on.ask('Suspend', dialog =>
      dialog.getByLabel(/^Why/).fill('Stock-taking until Friday'),
    );
    await page
      .getByText(/Stock-taking until Friday/)
      .first()
      .waitFor();
    await on.closeDrawer();

    const dialog = await on.promote('payments');
    await on.seeDone(dialog, 'Merged');
    await dialog
      .getByText(/Stock-taking until Friday/)
      .first()
      .waitFor();
    await takePicture(page, 'engines-suspended-promotion');
    await on.close(dialog);
    await on.see('production', /Suspended by/);
    await on.see('production', /Stock-taking until Friday/);
    await takePicture(page, 'engines-suspended');

    await on.openDelivery('production');
    await on.ask('Resume');
    await on.seeArrival();
    await on.closeDrawer();
    await on.see('production', '2.7.0');
    await on.miss('production', /Suspended by/);
    assert.deepEqual(complaints, []);
  });

  test('says why a Helm release failed', async () => {
    const mend = await landMistake({
      ...{ repository: 'platform-config', team: 'discovery' },
      ...{ title: 'Run several' },
      file: 'apps/notifications/staging/release.yaml',
      ...{ from: 'replicas: 1', to: 'replicas: several' },
    });
    const { page, on } = await open('notifications');
    await on.see('staging', 'Apply failed');
    await on.openDelivery('staging');
    await page
      .getByText(/spec\.replicas: expected numeric/)
      .first()
      .waitFor();
    await takePicture(page, 'engines-helm');
    await mend();
    await on.seeArrival();
  });

  test('shows drift that nobody corrects, and has it synced', async () => {
    await scaleCheckout('checkout-production', 5);
    const { page, complaints, on } = await open('checkout');
    await on
      .card('production')
      .getByText(/drift 1/)
      .click();
    const row = page.getByRole('row').filter({ hasText: 'spec.replicas' });
    await row.getByText('kubectl').first().waitFor();
    await takePicture(page, 'engines-drift');
    await page.getByRole('button', { name: 'Sync…' }).click();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await seeReplicas('checkout-production', '2');
    assert.deepEqual(complaints, []);
  });

  test('leaves to Argo CD what it corrects by itself', async () => {
    await scaleCheckout('checkout-staging', 4);
    await seeReplicas('checkout-staging', '1');
    const { on } = await open('checkout');
    await on.see('staging', 'In sync');
    await on.miss('staging', /drift/);
  });

  const scaleCheckout = (namespace, count) =>
    world.kubectl(
      ...['america', '-n', namespace, 'scale', 'deployment', 'checkout'],
      `--replicas=${count}`,
    );

  const seeReplicas = (namespace, count) =>
    until(
      `checkout in ${namespace} to have ${count} replicas`,
      () =>
        world.kubectl(
          ...['america', '-n', namespace, 'get', 'deployment', 'checkout'],
          ...['-o', 'jsonpath={.spec.replicas}'],
        ),
      replicas => replicas === count,
    );

  test('shows the cluster that an ApplicationSet adds', async () => {
    const { page, complaints, on } = await open('storefront');
    await on.card('production').waitFor();
    assert.equal(await on.cards('production').count(), 1);
    await land({
      ...{ repository: 'shop-deploy', team: 'platform' },
      ...{ title: 'Sell in Europe' },
      file: 'argocd/applicationsets/storefront.yaml',
      rewrite: text =>
        text.replace(
          '  template:\n',
          '          - environment: production\n            cluster: europe\n  template:\n',
        ),
    });
    const added = on.cards('production').filter({ hasText: 'europe' });
    await added.getByText('Healthy', { exact: true }).waitFor();
    await takePicture(page, 'engines-applicationset');
    await until(
      'a pod of the added cluster to run',
      () =>
        world.kubectl(
          ...['europe', '-n', 'storefront-production', 'get', 'pods'],
        ),
      pods => /storefront.*Running/.test(pods),
    );
    assert.deepEqual(complaints, []);
  });

  test('goes stale where Argo CD is away, and there alone', async () => {
    await world.kill('argocd-server');
    const { page, on } = await open('storefront');
    await on.see('production', /as seen/);
    await on.see('production', /ECONNREFUSED/);
    await takePicture(page, 'engines-away');
    await page.goto(world.page('payments-api'));
    await on.see('production', 'Healthy');
    assert.equal(await page.getByText(/as seen/).count(), 0);

    await world.run('argocd-server');
    await page.goto(world.page('storefront'));
    await on.see('production', 'Healthy');
    await on.miss('production', /as seen/);
  });
});
