import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { ArtifactChange } from '@backstage-gitops/plugin-gitops-common';
import { ArtifactChangeText } from '../artifacts/ArtifactChangeText';
import { subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

const SHOWN = 2;

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexDirection: 'column', gap: 2, minWidth: 0 },
    quiet: { color: subtleText(theme), fontSize: '0.82rem' },
  }),
  { name: 'GitopsArtifactChanges' },
);

export interface ArtifactChangesProps {
  readonly artifacts: readonly ArtifactChange[];
  /** Of the main artifacts: what they do goes without saying their name. */
  readonly mainNames: readonly string[];
}

/** How a change moved its artifacts, images first, the tail told in words. */
export function ArtifactChanges({
  artifacts,
  mainNames,
}: ArtifactChangesProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (artifacts.length === 0) {
    return (
      <span className={classes.quiet} title={t('change.configurationHint')}>
        {t('change.configuration')}
      </span>
    );
  }
  const ordered = [...artifacts].sort(
    (a, b) => Number(b.kind === 'image') - Number(a.kind === 'image'),
  );
  const rest = ordered.slice(SHOWN);
  return (
    <span className={classes.root}>
      {ordered.slice(0, SHOWN).map(change => (
        <ArtifactChangeText
          key={`${change.kind}:${change.name}:${change.file}:${change.line}`}
          change={change}
          showName={artifacts.length > 1 || !mainNames.includes(change.name)}
        />
      ))}
      {rest.length > 0 && (
        <span
          className={classes.quiet}
          title={rest
            .map(
              ({ name, from, to }) => `${name} ${from ?? '–'} → ${to ?? '–'}`,
            )
            .join('\n')}
        >
          {t('change.moreArtifacts', { count: rest.length })}
        </span>
      )}
    </span>
  );
}
