import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { ArtifactChange } from '@backstage-gitops/plugin-gitops-common';
import { ArtifactChangeText } from '../artifacts/ArtifactChangeText';
import { subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { foldChanges } from './foldChanges';

const SHOWN = 2;

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexDirection: 'column', gap: 2, minWidth: 0 },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: 6,
    },
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
  const folded = foldChanges(artifacts);
  const rest = folded.slice(SHOWN);
  return (
    <span className={classes.root}>
      {folded.slice(0, SHOWN).map(({ change, kinds }) => (
        <span
          key={`${change.kind}:${change.name}:${change.from}`}
          className={classes.line}
        >
          <ArtifactChangeText
            change={change}
            showName={folded.length > 1 || !mainNames.includes(change.name)}
          />
          {kinds.length > 1 && (
            <span className={classes.quiet}>
              {kinds.map(kind => t(`artifact.kind.${kind}`)).join(' + ')}
            </span>
          )}
        </span>
      ))}
      {rest.length > 0 && (
        <span
          className={classes.quiet}
          title={rest
            .map(
              ({ change: { name, from, to } }) =>
                `${name} ${from ?? '–'} → ${to ?? '–'}`,
            )
            .join('\n')}
        >
          {t('change.moreArtifacts', { count: rest.length })}
        </span>
      )}
    </span>
  );
}
