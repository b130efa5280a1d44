import { configApiRef, useApiHolder } from '@backstage/core-plugin-api';
import {
  scmAuthApiRef,
  scmIntegrationsApiRef,
} from '@backstage/integration-react';
import { useEffect, useMemo, useState } from 'react';
import { safeHref } from '../artifacts/safeHref';

/** A way to act under the person's own name on a forge. */
export interface ForgeSignIn {
  readonly host: string;
  /** Asks the person to sign in where they have not. */
  readonly token: () => Promise<string>;
}

/**
 * Offers a person's own token for the host of a repository, where the portal
 * has an authentication provider of that forge. Looking whether one will do
 * never prompts for a login; undefined where none will.
 */
export function useForgeSignIn(
  repositoryUrl: string | undefined,
): ForgeSignIn | undefined {
  const apis = useApiHolder();
  const scmAuth = apis.get(scmAuthApiRef);
  const integrations = apis.get(scmIntegrationsApiRef);
  const config = apis.get(configApiRef);
  const [supported, setSupported] = useState<string>();
  const url = safeHref(repositoryUrl);
  const type = url && integrations?.byUrl(url)?.type;
  const providers = config?.getOptionalConfig('auth.providers')?.keys();
  const configured = type !== undefined && (providers ?? []).includes(type);

  useEffect(() => {
    if (!scmAuth || !configured || !url) return undefined;
    let current = true;
    // Rejects at once where no provider is for this host.
    scmAuth.getCredentials({ url, optional: true }).then(
      () => current && setSupported(url),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [scmAuth, configured, url]);

  return useMemo(() => {
    if (!scmAuth || !url || supported !== url) return undefined;
    const ask = () =>
      scmAuth.getCredentials({ url, additionalScope: { repoWrite: true } });
    return { host: new URL(url).host, token: async () => (await ask()).token };
  }, [scmAuth, url, supported]);
}
