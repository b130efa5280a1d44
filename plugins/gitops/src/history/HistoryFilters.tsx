import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { ChoiceField } from '../look/ChoiceField';
import { gitopsTranslationRef } from '../translation';

export type HistoryKind = 'versions' | 'rollbacks' | 'all';

const KINDS: readonly HistoryKind[] = ['versions', 'rollbacks', 'all'];

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1.5) },
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
      <ChoiceField
        id="history-environment"
        label={t('history.environment')}
        any={t('history.allEnvironments')}
        value={view.environment}
        choices={environments.map(value => ({ value, label: value }))}
        onChange={environment => onChange({ ...view, environment })}
      />
      <ChoiceField
        id="history-kind"
        label={t('history.kind.label')}
        value={view.kind}
        choices={KINDS.map(value => ({
          value,
          label: t(`history.kind.${value}`),
        }))}
        onChange={chosen => {
          const kind = KINDS.find(known => known === chosen);
          if (kind) onChange({ ...view, kind });
        }}
      />
    </div>
  );
}
