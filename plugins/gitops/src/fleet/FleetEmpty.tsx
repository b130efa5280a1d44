import { CodeSnippet } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { RepositoryStatus } from '@backstage-gitops/plugin-gitops-common';
import { configSnippet } from '../deployments/configSnippet';
import { subtleText, surface } from '../look/surface';
import { ActionButton } from '../look/ActionButton';
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
        <h2 className={classes.title}>{t('fleet.noMatch.title')}</h2>
        <p className={classes.text}>{t('fleet.noMatch.text')}</p>
        <ActionButton onClick={onClear}>{t('fleet.filter.clear')}</ActionButton>
      </section>
    );
  }
  return (
    <section className={classes.root}>
      <h2 className={classes.title}>{t('fleet.nothing.title')}</h2>
      <p className={classes.text}>{t('fleet.nothing.text')}</p>
      {repositories.length === 0 && (
        <CodeSnippet language="yaml" text={configSnippet} showCopyCodeButton />
      )}
    </section>
  );
}
