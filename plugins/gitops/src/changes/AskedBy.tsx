import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { personName } from '@backstage-gitops/plugin-gitops-common';
import { gitopsTranslationRef } from '../translation';

export interface AskedByProps {
  /** Reference of the user. */
  readonly user: string;
  readonly title?: string;
}

/** Who asked for a change in the portal, whoever the forge says made it. */
export function AskedBy({ user, title }: AskedByProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <span title={title}>
      {t('change.askedBy', {
        // As an engine's notes name them, which keep no display name.
        name: (
          <EntityRefLink entityRef={user} defaultKind="user">
            {personName(user)}
          </EntityRefLink>
        ),
      })}
    </span>
  );
}
