import { Entity } from '@backstage/catalog-model';
import { CodeSnippet } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import SearchIcon from '@material-ui/icons/FindInPageOutlined';
import {
  GITOPS_SERVICE_ANNOTATION,
  RepositoryStatus,
} from '@backstage-gitops/plugin-gitops-common';
import { subtleText, surface } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { configSnippet } from './configSnippet';

const useStyles = makeStyles(
  theme => ({
    root: {
      ...surface(theme),
      display: 'flex',
      gap: theme.spacing(2.5),
      padding: theme.spacing(4),
      maxWidth: 760,
      [theme.breakpoints.down('xs')]: {
        flexDirection: 'column',
        padding: theme.spacing(2.5),
      },
    },
    icon: { fontSize: 40, color: subtleText(theme) },
    body: { flex: 1, minWidth: 0 },
    title: { fontSize: '1.15rem', fontWeight: 600, margin: 0 },
    text: { margin: theme.spacing(1, 0) },
    quiet: { color: subtleText(theme), margin: theme.spacing(1, 0) },
    repositories: { margin: 0, paddingLeft: theme.spacing(2.5) },
    snippet: { margin: theme.spacing(1, 0), maxWidth: '100%' },
  }),
  { name: 'GitopsNoTargets' },
);

export interface NoTargetsProps {
  readonly entity: Entity;
  readonly services: readonly string[];
  readonly repositories: readonly RepositoryStatus[];
}

/**
 * Nothing is declared for the entity: where was looked, under which names, and
 * what to write so that it is found.
 */
export function NoTargets({ entity, services, repositories }: NoTargetsProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const name = entity.metadata.name;
  const names = services.length > 0 ? services : [name];
  const read = repositories.filter(({ lastSuccessAt }) => lastSuccessAt);
  const unreadable = repositories.length > 0 && read.length === 0;
  return (
    <section className={classes.root}>
      <SearchIcon className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <h2 className={classes.title}>
          {unreadable
            ? t('empty.unreadable.title')
            : t('empty.title', { service: names[0] })}
        </h2>
        {unreadable && (
          <p className={classes.text}>
            {t('empty.unreadable.text', { service: names[0] })}
          </p>
        )}
        {repositories.length === 0 && (
          <>
            <p className={classes.text}>{t('empty.none')}</p>
            <p className={classes.text}>{t('empty.configure')}</p>
            <Snippet text={configSnippet} />
          </>
        )}
        {read.length > 0 && (
          <>
            <p className={classes.text}>
              {t('empty.searched', {
                count: read.length,
                names: names.join(', '),
              })}
            </p>
            <ul className={classes.repositories}>
              {read.map(({ id, url }) => (
                <li key={id} title={url}>
                  {id}
                </li>
              ))}
            </ul>
            <p className={classes.text}>{t('empty.teach')}</p>
            <Snippet text={annotationSnippet(entity)} />
            <p className={classes.quiet}>{t('empty.narrow')}</p>
          </>
        )}
      </div>
    </section>
  );
}

function Snippet({ text }: { readonly text: string }) {
  const classes = useStyles();
  return (
    <div className={classes.snippet}>
      <CodeSnippet language="yaml" text={text} showCopyCodeButton />
    </div>
  );
}

function annotationSnippet(entity: Entity): string {
  return `apiVersion: ${entity.apiVersion}
kind: ${entity.kind}
metadata:
  name: ${entity.metadata.name}
  annotations:
    ${GITOPS_SERVICE_ANNOTATION}: name-in-the-repository
`;
}
