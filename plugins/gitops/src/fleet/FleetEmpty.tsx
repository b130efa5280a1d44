import { CodeSnippet } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { RepositoryStatus } from '@backstage-gitops/plugin-gitops-common';
import { configSnippet } from '../deployments/configSnippet';
import { subtleText, surface } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: { ...surface(theme), padding: theme.spacing(4), maxWidth: 760 },
    title: { fontSize: '1.15rem', fontWeight: 600, margin: 0 },
    text: { color: subtleText(theme), margin: theme.spacing(1, 0, 2) },
  }),
  { name: 'GitopsFleetEmpty' },
);

export interface FleetEmptyProps {
  readonly filtered: boolean;
  readonly repositories: readonly RepositoryStatus[];
  readonly onClear: () => void;
}

/** Nothing to list: because of the filters, or because nothing is there yet. */
export function FleetEmpty(props: FleetEmptyProps) {
  const { filtered, repositories, onClear } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (filtered) {
    return (
      <section className={classes.root}>
        <Typography component="h2" className={classes.title}>
          {t('fleet.noMatch.title')}
        </Typography>
        <p className={classes.text}>{t('fleet.noMatch.text')}</p>
        <Button variant="outlined" size="small" onClick={onClear}>
          {t('fleet.filter.clear')}
        </Button>
      </section>
    );
  }
  return (
    <section className={classes.root}>
      <Typography component="h2" className={classes.title}>
        {t('fleet.nothing.title')}
      </Typography>
      <p className={classes.text}>{t('fleet.nothing.text')}</p>
      {repositories.length === 0 && (
        <CodeSnippet language="yaml" text={configSnippet} showCopyCodeButton />
      )}
    </section>
  );
}
