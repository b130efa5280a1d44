import { useTranslationRef } from '@backstage/frontend-plugin-api';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import BackIcon from '@material-ui/icons/ArrowBack';
import type {
  EnginesResponse,
  RepositoryStatus,
} from '@backstage-gitops/plugin-gitops-common';
import { EnginesList } from '../engines/EnginesList';
import { SideDrawer } from '../look/SideDrawer';
import { subtleText } from '../look/surface';
import { ViewPanel, ViewTabs } from '../look/ViewTabs';
import type { Query } from '../requests/useGitopsQuery';
import { gitopsTranslationRef } from '../translation';
import { DiagnosticsList } from './DiagnosticsList';
import { RepositoryItem } from './RepositoryItem';

const useStyles = makeStyles(
  theme => ({
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
    },
    tabs: {
      padding: theme.spacing(0, 1.5),
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(0, 0.5) },
    },
    panel: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      minWidth: 0,
    },
    quiet: { color: subtleText(theme), margin: 0, fontSize: '0.88rem' },
  }),
  { name: 'GitopsRepositoriesDrawer' },
);

const TABS = ['repositories', 'engines'] as const;
const TAB_GROUP = 'gitops-sources';

/** What is open: every repository, one's diagnostics, or every engine. */
export type RepositoriesView =
  | { readonly of: 'all' }
  | { readonly of: 'engines' }
  | { readonly of: 'one'; readonly id: string };

export interface RepositoriesDrawerProps {
  readonly view?: RepositoriesView;
  readonly repositories: readonly RepositoryStatus[];
  readonly engines: Query<EnginesResponse>;
  readonly onChange: (view: RepositoriesView | undefined) => void;
}

/** How reading each repository and engine goes, and what could not be understood. */
export function RepositoriesDrawer(props: RepositoriesDrawerProps) {
  const { view, repositories, engines, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const one = view?.of === 'one' ? view.id : undefined;
  const tab = view?.of === 'engines' ? 'engines' : 'repositories';
  return (
    <SideDrawer
      open={view !== undefined}
      onClose={() => onChange(undefined)}
      closeLabel={t('repositories.close')}
      title={
        one === undefined
          ? t('engine.title')
          : t('repositories.diagnosticsOf', { repository: one })
      }
      before={
        one !== undefined && (
          <IconButton
            size="small"
            aria-label={t('repositories.back')}
            onClick={() => onChange({ of: 'all' })}
          >
            <BackIcon />
          </IconButton>
        )
      }
      below={
        one === undefined && (
          <ViewTabs
            group={TAB_GROUP}
            title={t('engine.tabs')}
            views={TABS}
            view={tab}
            label={name => t(`engine.tab.${name}`)}
            onTurn={name =>
              onChange({ of: name === 'engines' ? 'engines' : 'all' })
            }
            className={classes.tabs}
          />
        )
      }
    >
      {one === undefined ? (
        <ViewPanel group={TAB_GROUP} view={tab} className={classes.panel}>
          {tab === 'engines' ? (
            <EnginesList query={engines} />
          ) : (
            <ul className={classes.list}>
              {repositories.map(repository => (
                <RepositoryItem
                  key={repository.id}
                  repository={repository}
                  onDiagnostics={() =>
                    onChange({ of: 'one', id: repository.id })
                  }
                />
              ))}
            </ul>
          )}
        </ViewPanel>
      ) : (
        <div>
          <p className={classes.quiet}>{t('repositories.diagnosticsText')}</p>
          <DiagnosticsList repository={one} />
        </div>
      )}
    </SideDrawer>
  );
}
