import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import CompareIcon from '@material-ui/icons/CompareArrows';
import type { ResourceSelector } from '@backstage-gitops/plugin-gitops-common';
import type { ReactNode } from 'react';
import { ActionButton } from '../look/ActionButton';
import { subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { resourceTitle, selectorOf } from './resourceText';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      alignItems: 'center',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 1.5),
    },
    title: {
      flex: '1 1 180px',
      minWidth: 0,
      margin: 0,
      fontSize: '0.95rem',
      fontWeight: 400,
      overflowWrap: 'anywhere',
    },
    actions: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 1.5),
      '&:empty': { display: 'none' },
    },
    kind: { color: subtleText(theme) },
    name: { fontWeight: 700 },
    namespace: { fontSize: '0.82rem', color: subtleText(theme) },
  }),
  { name: 'GitopsResourceHeading' },
);

export interface ResourceHeadingProps {
  readonly resource: Omit<ResourceSelector, 'group'> & {
    readonly group?: string;
  };
  readonly onCompare?: (resource: ResourceSelector) => void;
  /** What else can be done with it. */
  readonly action?: ReactNode;
}

/** A resource by kind and name, and the way to its manifests. */
export function ResourceHeading(props: ResourceHeadingProps) {
  const { resource, onCompare, action } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <div className={classes.root}>
      <h4
        className={classes.title}
        title={
          resource.group ? `${resource.kind}.${resource.group}` : undefined
        }
      >
        <span className={classes.kind}>{resource.kind}</span>{' '}
        <span className={classes.name}>{resource.name}</span>{' '}
        {resource.namespace && (
          <span className={classes.namespace}>{resource.namespace}</span>
        )}
      </h4>
      <div className={classes.actions}>
        {action}
        {onCompare && (
          <ActionButton
            startIcon={<CompareIcon />}
            aria-label={t('resources.compareOf', {
              resource: resourceTitle(resource),
            })}
            onClick={() => onCompare(selectorOf(resource))}
          >
            {t('resources.compare')}
          </ActionButton>
        )}
      </div>
    </div>
  );
}
