import type { RepositoryStatus } from '@backstage-gitops/plugin-gitops-common';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useGitopsQuery } from '../requests/useGitopsQuery';
import { gitopsTranslationRef } from '../translation';
import { repositoryPickerSchema } from './fieldSchemas';
import { mapQuery } from './mapQuery';
import { OptionsField } from './OptionsField';
import { useForgeCredentials } from './useForgeCredentials';

/** @public */
export type GitopsRepositoryPickerProps = typeof repositoryPickerSchema.TProps;

/**
 * A config repository that the portal reads.
 *
 * @public
 */
export function GitopsRepositoryPicker(props: GitopsRepositoryPickerProps) {
  const { formData, onChange, uiSchema } = props;
  const api = useApi(gitopsApiRef);
  const { t } = useTranslationRef(gitopsTranslationRef);
  const query = useGitopsQuery('repositories', signal =>
    api.repositories({ signal }),
  );
  const repositories = query.state === 'ready' ? query.data.items : [];
  useForgeCredentials(
    repositories.find(({ id }) => id === formData)?.url,
    uiSchema?.['ui:options']?.requestUserCredentials,
  );
  const detail = ({ state, targets, url }: RepositoryStatus) => {
    const read =
      state === 'ready'
        ? t('scaffolder.repository.targets', { count: targets })
        : t(`scaffolder.repository.${state}`);
    return `${url} · ${read}`;
  };
  return (
    <OptionsField
      form={props}
      title={t('scaffolder.repository.title')}
      description={t('scaffolder.repository.description')}
      emptyText={t('scaffolder.repository.empty')}
      query={mapQuery(query, ({ items }) =>
        items.map(item => ({ value: item.id, detail: detail(item) })),
      )}
      choice={{ kind: 'one', value: formData, freeText: false, onChange }}
    />
  );
}
