import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useGitopsQuery } from '../requests/useGitopsQuery';
import { gitopsTranslationRef } from '../translation';
import { serviceOptions } from './fieldOptions';
import { servicePickerSchema } from './fieldSchemas';
import { formText } from './formValue';
import { mapQuery } from './mapQuery';
import { OptionsField } from './OptionsField';
import { noFleetRows, readFleetRows } from './serviceTargets';
import { useDependentValue } from './useDependentValue';
import { useWaitingFor } from './useWaitingFor';

/** @public */
export type GitopsServicePickerProps = typeof servicePickerSchema.TProps;

/**
 * A service that the chosen repository declares, or any repository.
 *
 * @public
 */
export function GitopsServicePicker(props: GitopsServicePickerProps) {
  const { formData, onChange, uiSchema } = props;
  const options = uiSchema?.['ui:options'] ?? {};
  const repository = formText(props, options.repositoryField);
  const waitingFor = useWaitingFor(props, options);
  const api = useApi(gitopsApiRef);
  const { t } = useTranslationRef(gitopsTranslationRef);
  const query = useGitopsQuery(
    JSON.stringify(['services', repository, waitingFor]),
    async signal =>
      waitingFor === undefined
        ? readFleetRows(api, { repository }, signal)
        : noFleetRows,
  );
  useDependentValue([repository], props.formData, () => onChange(undefined));
  const incomplete = query.state === 'ready' && !query.data.complete;
  const description = t('scaffolder.service.description');
  return (
    <OptionsField
      form={props}
      title={t('scaffolder.service.title')}
      description={
        incomplete
          ? `${description}. ${t('scaffolder.typeAnother')}`
          : description
      }
      emptyText={t('scaffolder.service.empty')}
      waitingFor={waitingFor}
      query={mapQuery(query, rows =>
        serviceOptions(rows).map(({ service, environments }) => ({
          value: service,
          detail: t('scaffolder.service.environments', {
            names: environments.join(', '),
          }),
        })),
      )}
      choice={{ kind: 'one', value: formData, freeText: incomplete, onChange }}
    />
  );
}
