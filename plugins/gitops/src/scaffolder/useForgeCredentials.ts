import { useApiHolder } from '@backstage/core-plugin-api';
import { scmAuthApiRef } from '@backstage/integration-react';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import { useEffect, useRef } from 'react';

export interface RequestUserCredentials {
  readonly secretsKey: string;
  readonly additionalScopes?: Record<string, string[]>;
}

/**
 * Asks the person to sign in to the forge of a repository, once that is chosen
 * and the template asks for it, and keeps the token as a secret of the task.
 * Whoever doesn't want to is not stopped: the portal then writes in its own
 * name, where it may.
 */
export function useForgeCredentials(
  repositoryUrl: string | undefined,
  request: RequestUserCredentials | undefined,
): void {
  const scmAuth = useApiHolder().get(scmAuthApiRef);
  const { setSecrets } = useTemplateSecrets();
  const setSecretsRef = useRef(setSecrets);
  setSecretsRef.current = setSecrets;
  const customScopes = useRef(request?.additionalScopes);
  const secretsKey = request?.secretsKey;

  useEffect(() => {
    if (!scmAuth || !repositoryUrl || !secretsKey) return undefined;
    let gone = false;
    scmAuth
      .getCredentials({
        url: repositoryUrl,
        additionalScope: {
          repoWrite: true,
          customScopes: customScopes.current,
        },
      })
      .then(
        ({ token }) => {
          if (!gone) setSecretsRef.current({ [secretsKey]: token });
        },
        // Said no, or this forge has no sign-in here.
        () => {},
      );
    return () => {
      gone = true;
    };
  }, [scmAuth, repositoryUrl, secretsKey]);
}
