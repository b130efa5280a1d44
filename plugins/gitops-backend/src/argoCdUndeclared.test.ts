import { ArgoCdStandIn } from '@backstage-gitops/envtest';
import { enginesResponseSchema } from '@backstage-gitops/plugin-gitops-common';
import {
  deploying,
  liveOf,
  readingArgoCd,
} from './__testUtils__/argoCdPortals';
import { createTestDatabases } from './__testUtils__/databases';
import { declaredUnit } from './__testUtils__/DeclaredRepository';
import {
  answer,
  cartRepository,
  testPortals,
  until,
} from './__testUtils__/portals';

const production = 'cart-production';

describe.each(createTestDatabases().eachSupportedId())(
  'what nothing declares on %s',
  id => {
    const { startAndRead } = testPortals(id);
    let server: ArgoCdStandIn;

    beforeEach(async () => {
      server = await ArgoCdStandIn.start('eu');
    });
    afterEach(() => server.stop());

    it('knows what Git declares though no service runs of it', async () => {
      const platform = cartRepository();
      const { units } = platform.discovery;
      const declaring = declaredUnit('apps', { kind: 'Application' });
      const settings = declaredUnit('settings');
      platform.discovery = {
        ...platform.discovery,
        units: [...units, declaring, settings],
      };
      server.put(deploying(production));
      server.put(deploying('apps'));
      const { spec } = deploying('settings');
      server.put(deploying('of-settings', { spec }));
      server.put(deploying('stray'));
      const portal = await startAndRead({
        repositories: { platform },
        ...readingArgoCd([server]),
      });
      await until(
        async () => (await liveOf(portal, production))?.state === 'observed',
      );

      const { items } = await answer(
        enginesResponseSchema,
        portal.get('/engines'),
      );
      expect(items).toMatchObject([
        {
          ...{ name: 'eu', units: 3, undeclaredTotal: 1 },
          undeclared: [{ object: { kind: 'Application', name: 'stray' } }],
        },
      ]);
    });
  },
);
