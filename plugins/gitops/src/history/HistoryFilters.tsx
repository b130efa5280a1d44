import { useTranslationRef } from '@backstage/frontend-plugin-api';
import FormControl from '@material-ui/core/FormControl';
import InputLabel from '@material-ui/core/InputLabel';
import Select from '@material-ui/core/Select';
import { makeStyles } from '@material-ui/core/styles';
import { gitopsTranslationRef } from '../translation';

export type HistoryKind = 'versions' | 'rollbacks' | 'all';

const KINDS: readonly HistoryKind[] = ['versions', 'rollbacks', 'all'];

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1.5) },
    control: { minWidth: 150 },
  }),
  { name: 'GitopsHistoryFilters' },
);

export interface HistoryView {
  readonly environment?: string;
  readonly kind: HistoryKind;
}

export interface HistoryFiltersProps {
  readonly view: HistoryView;
  readonly environments: readonly string[];
  readonly onChange: (view: HistoryView) => void;
}

export function HistoryFilters(props: HistoryFiltersProps) {
  const { view, environments, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <div className={classes.root}>
      <FormControl variant="outlined" size="small" className={classes.control}>
        <InputLabel htmlFor="gitops-history-environment" shrink>
          {t('history.environment')}
        </InputLabel>
        <Select
          native
          label={t('history.environment')}
          inputProps={{ id: 'gitops-history-environment' }}
          value={view.environment ?? ''}
          onChange={event => {
            const chosen = String(event.target.value);
            onChange({ ...view, environment: chosen || undefined });
          }}
        >
          <option value="">{t('history.allEnvironments')}</option>
          {environments.map(environment => (
            <option key={environment} value={environment}>
              {environment}
            </option>
          ))}
        </Select>
      </FormControl>
      <FormControl variant="outlined" size="small" className={classes.control}>
        <InputLabel htmlFor="gitops-history-kind" shrink>
          {t('history.kind.label')}
        </InputLabel>
        <Select
          native
          label={t('history.kind.label')}
          inputProps={{ id: 'gitops-history-kind' }}
          value={view.kind}
          onChange={event => {
            const kind = KINDS.find(known => known === event.target.value);
            if (kind) onChange({ ...view, kind });
          }}
        >
          {KINDS.map(kind => (
            <option key={kind} value={kind}>
              {t(`history.kind.${kind}`)}
            </option>
          ))}
        </Select>
      </FormControl>
    </div>
  );
}
