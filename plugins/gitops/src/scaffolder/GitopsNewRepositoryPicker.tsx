import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import { ScaffolderField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useGitopsQuery } from '../requests/useGitopsQuery';
import { gitopsTranslationRef } from '../translation';
import { newRepositoryPickerSchema } from './fieldSchemas';
import {
  placeOfUrl,
  readRepoUrl,
  RepositoryPlace,
  writeRepoUrl,
} from './repoUrl';
import { useForgeCredentials } from './useForgeCredentials';
import { useFormChange } from './useFormChange';

const useStyles = makeStyles(
  theme => ({
    parts: {
      display: 'grid',
      gap: theme.spacing(0, 2),
      gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))',
    },
  }),
  { name: 'GitopsNewRepositoryPicker' },
);

/** @public */
export type GitopsNewRepositoryPickerProps =
  typeof newRepositoryPickerSchema.TProps;

/**
 * Where a repository is to be made: a host of the portal's integrations, an
 * owner and a name. Those of the repositories that the portal reads come first.
 *
 * @public
 */
export function GitopsNewRepositoryPicker(
  props: GitopsNewRepositoryPickerProps,
) {
  const { formData, onChange, uiSchema, rawErrors, schema, required } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const place = readRepoUrl(formData);
  const { hosts, owners } = useKnownPlaces(place.host);
  const set = (part: Partial<RepositoryPlace>) =>
    onChange(writeRepoUrl({ ...place, ...part }));
  useFirstHost(place.host, hosts, host => set({ host }));
  useForgeCredentials(
    place.host === '' ? undefined : `https://${place.host}`,
    uiSchema?.['ui:options']?.requestUserCredentials,
  );
  const field = {
    // The field's own validation says what is wrong, not the browser's.
    InputLabelProps: { required },
    fullWidth: true,
    variant: 'outlined',
    margin: 'dense',
  } as const;
  return (
    <ScaffolderField
      rawErrors={rawErrors}
      rawDescription={
        schema.description ?? t('scaffolder.newRepository.description')
      }
      required={required}
      errors={props.errors}
    >
      <div className={classes.parts}>
        <TextField
          {...field}
          select
          label={t('scaffolder.newRepository.host')}
          value={place.host}
          onChange={event => set({ host: event.target.value })}
          SelectProps={{ native: true }}
          InputLabelProps={{ required, shrink: true }}
          inputProps={{ 'aria-label': t('scaffolder.newRepository.host') }}
        >
          {hosts.map(host => (
            <option key={host} value={host}>
              {host}
            </option>
          ))}
        </TextField>
        <Autocomplete
          freeSolo
          options={owners}
          inputValue={place.owner}
          onInputChange={(_event, owner, reason) => {
            // The first is what it starts with, not what somebody did.
            if (reason !== 'reset' || owner !== '') set({ owner });
          }}
          renderInput={input => (
            <TextField
              {...input}
              {...field}
              InputLabelProps={{ ...input.InputLabelProps, required }}
              label={t('scaffolder.newRepository.owner')}
            />
          )}
        />
        <TextField
          {...field}
          id={props.idSchema?.$id}
          label={t('scaffolder.newRepository.name')}
          value={place.name}
          onChange={event => set({ name: event.target.value })}
        />
      </div>
    </ScaffolderField>
  );
}

/** Hosts that pull requests can go to, and owners on the chosen one. */
function useKnownPlaces(host: string) {
  const integrations = useApi(scmIntegrationsApiRef);
  const api = useApi(gitopsApiRef);
  const query = useGitopsQuery('repositories', signal =>
    api.repositories({ signal }),
  );
  const read =
    query.state === 'ready'
      ? query.data.items.flatMap(({ url }) => placeOfUrl(url) ?? [])
      : [];
  const configured = [
    ...integrations.github.list(),
    ...integrations.gitlab.list(),
    ...integrations.gitea.list(),
  ].map(({ config }) => config.host);
  const used = read
    .map(place => place.host)
    .filter(known => configured.includes(known));
  const owners = read
    .filter(place => place.host === host)
    .map(({ owner }) => owner);
  const isRead = query.state !== 'loading';
  return {
    hosts: isRead ? [...new Set([...used, ...configured])] : [],
    owners: [...new Set(owners)],
  };
}

/** Where there is nothing yet, the likeliest host stands. */
function useFirstHost(
  host: string,
  [first]: readonly string[],
  choose: (host: string) => void,
): void {
  useFormChange(() => {
    if (host === '' && first !== undefined) choose(first);
  });
}
