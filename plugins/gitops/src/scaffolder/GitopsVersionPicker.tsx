import type {
  FleetRow,
  GitopsApi,
} from '@backstage-gitops/plugin-gitops-common';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useGitopsQuery } from '../requests/useGitopsQuery';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import { VersionOption, versionOptions } from './fieldOptions';
import { versionPickerSchema } from './fieldSchemas';
import { formText } from './formValue';
import { mapQuery } from './mapQuery';
import { OptionsField } from './OptionsField';
import { readFleetRows } from './serviceTargets';
import { useDependentValue } from './useDependentValue';
import { useWaitingFor } from './useWaitingFor';

/** The clusters of an environment have much the same history. */
const mostHistories = 4;
const mostChanges = 100;

/** @public */
export type GitopsVersionPickerProps = typeof versionPickerSchema.TProps;

/**
 * A version that the chosen service declared before, with when and by whom.
 *
 * @public
 */
export function GitopsVersionPicker(props: GitopsVersionPickerProps) {
  const { formData, onChange, uiSchema } = props;
  const options = uiSchema?.['ui:options'] ?? {};
  const repository = formText(props, options.repositoryField);
  const service = formText(props, options.serviceField);
  const environment = formText(props, options.environmentField);
  const waitingFor = useWaitingFor(props, options);
  const api = useApi(gitopsApiRef);
  const { t } = useTranslationRef(gitopsTranslationRef);
  const query = useGitopsQuery(
    JSON.stringify(['versions', repository, service, environment, waitingFor]),
    async signal => {
      if (waitingFor !== undefined || service === undefined) return [];
      const { rows } = await readFleetRows(
        api,
        { repository, service },
        signal,
      );
      const targets = rows.filter(
        row => environment === undefined || row.environment === environment,
      );
      return versionOptions(await readChanges(api, targets, signal), targets);
    },
  );
  useDependentValue([repository, service, environment], props.formData, () =>
    onChange(undefined),
  );
  const detail = useVersionDetail();
  return (
    <OptionsField
      form={props}
      title={t('scaffolder.version.title')}
      description={t('scaffolder.version.description')}
      emptyText={t('scaffolder.version.empty')}
      waitingFor={waitingFor}
      query={mapQuery(query, versions =>
        versions.map(option => ({
          value: option.version,
          detail: detail(option),
        })),
      )}
      choice={{
        kind: 'one',
        value: formData,
        freeText: options.freeText ?? true,
        onChange,
      }}
    />
  );
}

async function readChanges(
  api: GitopsApi,
  targets: readonly FleetRow[],
  signal: AbortSignal,
) {
  const histories = await Promise.all(
    targets
      .slice(0, mostHistories)
      .map(({ id }) =>
        api.targetHistory(id, { limit: mostChanges }, { signal }),
      ),
  );
  return histories.flatMap(({ items }) => items);
}

function useVersionDetail() {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  return ({ change, declaredNow }: VersionOption) =>
    [
      ...(declaredNow ? [t('scaffolder.version.now')] : []),
      t('scaffolder.version.by', {
        time: time.ago(change.effectiveAt),
        author: change.author,
      }),
      change.subject,
    ].join(' · ');
}
