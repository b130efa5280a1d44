import { useTranslationRef } from '@backstage/frontend-plugin-api';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import BackIcon from '@material-ui/icons/ArrowBack';
import type { RepositoryStatus } from '@backstage-gitops/plugin-gitops-common';
import { SideDrawer } from '../look/SideDrawer';
import { subtleText } from '../look/surface';
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
    quiet: { color: subtleText(theme), margin: 0, fontSize: '0.88rem' },
  }),
  { name: 'GitopsRepositoriesDrawer' },
);

/** Which side page is open: every repository, or one's diagnostics. */
export type RepositoriesView =
  | { readonly of: 'all' }
  | { readonly of: 'one'; readonly id: string };

export interface RepositoriesDrawerProps {
  readonly view?: RepositoriesView;
  readonly repositories: readonly RepositoryStatus[];
  readonly onChange: (view: RepositoriesView | undefined) => void;
}

/** How reading each repository goes, and what could not be understood. */
export function RepositoriesDrawer(props: RepositoriesDrawerProps) {
  const { view, repositories, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const one = view?.of === 'one' ? view.id : undefined;
  return (
    <SideDrawer
      open={view !== undefined}
      onClose={() => onChange(undefined)}
      closeLabel={t('repositories.close')}
      title={
        one === undefined
          ? t('repositories.title')
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
    >
      {one === undefined ? (
        <ul className={classes.list}>
          {repositories.map(repository => (
            <RepositoryItem
              key={repository.id}
              repository={repository}
              onDiagnostics={() => onChange({ of: 'one', id: repository.id })}
            />
          ))}
        </ul>
      ) : (
        <div>
          <p className={classes.quiet}>{t('repositories.diagnosticsText')}</p>
          <DiagnosticsList repository={one} />
        </div>
      )}
    </SideDrawer>
  );
}
