import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { Fragment, ReactNode } from 'react';
import { monospace, subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

const SHORT_COMMIT = 10;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: 'max-content minmax(0, 1fr)',
      columnGap: theme.spacing(2),
      rowGap: 6,
      margin: 0,
      fontSize: '0.88rem',
    },
    term: { color: subtleText(theme) },
    fact: { margin: 0, overflowWrap: 'anywhere' },
    code: { fontFamily: monospace, fontSize: '0.82rem' },
    none: { color: subtleText(theme), fontStyle: 'italic' },
  }),
  { name: 'GitopsPlaceFacts' },
);

export interface PlaceFactsProps {
  readonly target: TargetState;
}

/** Where a target is and what declares it. */
export function PlaceFacts({ target }: PlaceFactsProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const none = <span className={classes.none}>{t('target.none')}</span>;
  const code = (text: string, title?: string) => (
    <span className={classes.code} title={title}>
      {text}
    </span>
  );
  const facts: [string, ReactNode][] = [
    [t('target.service'), target.service],
    [t('target.cluster'), target.cluster ?? none],
    [t('target.namespace'), target.namespace ?? none],
    [t('target.unit'), `${target.unitKind} ${target.unitName}`],
    [t('target.repository'), target.repository],
    [t('target.path'), code(target.path || '/')],
    [
      t('target.revision'),
      code(target.revision.slice(0, SHORT_COMMIT), target.revision),
    ],
  ];
  if (target.dependencyFiles !== undefined) {
    const count = target.dependencyFiles;
    facts.push([t('target.dependencyFiles'), t('target.files', { count })]);
  }
  if (target.owner) {
    facts.push([
      t('target.owner'),
      <EntityRefLink
        key="owner"
        entityRef={target.owner}
        defaultKind="group"
      />,
    ]);
  }
  return (
    <dl className={classes.root}>
      {facts.map(([term, fact]) => (
        <Fragment key={term}>
          <dt className={classes.term}>{term}</dt>
          <dd className={classes.fact}>{fact}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
