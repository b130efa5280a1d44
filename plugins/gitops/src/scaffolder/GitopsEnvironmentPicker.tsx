import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useGitopsQuery } from '../requests/useGitopsQuery';
import { gitopsTranslationRef } from '../translation';
import { EnvironmentOption, environmentOptions } from './fieldOptions';
import { environmentPickerSchema } from './fieldSchemas';
import { formText } from './formValue';
import { mapQuery } from './mapQuery';
import { Choice, OptionsField } from './OptionsField';
import { noFleetRows, readFleetRows } from './serviceTargets';
import { useDependentValue } from './useDependentValue';
import { useWaitingFor } from './useWaitingFor';

/** @public */
export type GitopsEnvironmentPickerProps =
  typeof environmentPickerSchema.TProps;

/**
 * An environment of the chosen service or repository, in promotion order and
 * with what is declared there.
 *
 * @public
 */
export function GitopsEnvironmentPicker(props: GitopsEnvironmentPickerProps) {
  const { onChange, uiSchema } = props;
  const options = uiSchema?.['ui:options'] ?? {};
  const repository = formText(props, options.repositoryField);
  const service = formText(props, options.serviceField);
  const other = formText(props, options.otherThanField);
  const waitingFor = useWaitingFor(props, options);
  const api = useApi(gitopsApiRef);
  const query = useGitopsQuery(
    JSON.stringify(['environments', repository, service, waitingFor]),
    async signal =>
      waitingFor === undefined
        ? readFleetRows(api, { repository, service }, signal)
        : noFleetRows,
  );
  useDependentValue([repository, service], props.formData, () =>
    onChange(undefined),
  );
  const { t } = useTranslationRef(gitopsTranslationRef);
  const detail = useEnvironmentDetail(service !== undefined);
  return (
    <OptionsField
      form={props}
      title={t('scaffolder.environment.title')}
      description={t('scaffolder.environment.description')}
      emptyText={t('scaffolder.environment.empty')}
      waitingFor={waitingFor}
      query={mapQuery(query, rows =>
        environmentOptions(rows)
          .filter(({ environment }) => environment !== other)
          .map(option => ({
            value: option.environment,
            detail: detail(option),
          })),
      )}
      choice={choiceOf(props, options.multiple ?? false)}
    />
  );
}

function choiceOf(
  { formData, onChange }: GitopsEnvironmentPickerProps,
  multiple: boolean,
): Choice {
  return multiple
    ? { kind: 'some', value: [formData ?? []].flat(), onChange }
    : {
        kind: 'one',
        value: typeof formData === 'string' ? formData : undefined,
        freeText: false,
        onChange,
      };
}

/** Versions say something where they are one service's. */
function useEnvironmentDetail(ofOneService: boolean) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  return ({ versions, clusters }: EnvironmentOption) =>
    [
      ...(ofOneService
        ? [
            versions.length === 0
              ? t('scaffolder.environment.declaresNothing')
              : t('scaffolder.environment.declares', {
                  versions: versions.join(', '),
                }),
          ]
        : []),
      ...(clusters > 0
        ? [t('scaffolder.environment.clusters', { count: clusters })]
        : []),
    ].join(' ');
}
